import { MAP_ATTRIBUTES, STANDARD_MAP, type MapOptions } from '../../domain/map/data-map.js';
import type { MapPalette } from '../../domain/map/legend.js';
import { GROUPINGS, REGION_COUNT, type Grouping } from '../../domain/map/regions.js';

/** All choices of a person on the data map, except its axes. */
export interface DataMapChoices {
  readonly options: MapOptions;
  readonly palette: MapPalette;
  /** The method that divides the rows into regions. */
  readonly grouping: Grouping;
  /** The regions to keep. An empty set keeps every region. */
  readonly regions: ReadonlySet<number>;
}

/** The choices at the start: the tutorial's standard plot, in colours that every eye can distinguish. */
export const STANDARD_CHOICES: DataMapChoices = {
  options: STANDARD_MAP,
  palette: 'safe',
  grouping: 'cartography',
  regions: new Set(),
};

/** The data map that an address requests. Ignores invalid parameters. */
export function dataMapIn(given: URLSearchParams): DataMapChoices {
  const [criterion, threshold = ''] = (given.get('keep') ?? '').split(',');
  return {
    options: {
      criterion: MAP_ATTRIBUTES.find((name) => name === criterion) ?? null,
      threshold: Number.isFinite(Number(threshold)) ? Number(threshold) : 0,
      useFTimes: timesIn(given.get('forgotten')),
      useLTimes: timesIn(given.get('learnt')),
      dirty: given.get('marked') === '1',
    },
    palette: given.get('palette') === 'original' ? 'original' : 'safe',
    grouping: GROUPINGS.find((name) => name === given.get('groups')) ?? 'cartography',
    regions: new Set(regionsIn(given.get('regions'))),
  };
}

/** The parameters of a data map. A parameter with its default is empty. */
export function addressOfDataMap({ options, palette, grouping, regions }: DataMapChoices): Record<string, string> {
  const { criterion, threshold, useFTimes, useLTimes, dirty } = options;
  return {
    keep: criterion === null ? '' : `${criterion},${threshold}`,
    forgotten: useFTimes === -1 ? '' : String(useFTimes),
    learnt: useLTimes === -1 ? '' : String(useLTimes),
    marked: dirty ? '1' : '',
    palette: palette === 'safe' ? '' : palette,
    groups: grouping === 'cartography' ? '' : grouping,
    regions: [...regions].sort().join(','),
  };
}

function timesIn(text: string | null): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : -1;
}

function regionsIn(text: string | null): readonly number[] {
  const named = (text ?? '').split(',').filter((part) => part !== '');
  return named.map(Number).filter((region) => Number.isInteger(region) && region >= 0 && region < REGION_COUNT);
}

import type { ReadSettings, SourceLayout } from './dataset.js';

/** Settings that a person chooses for all files at once, or leaves to each file. */
export type LayoutChoice = 'delimiter' | 'quote';

const KEYS: readonly (keyof SourceLayout)[] = [
  'format',
  'delimiter',
  'quote',
  'header',
  'records',
  'splits',
  'table',
  'wrapped',
];

/** The settings of the layout of records in a file. */
export function layoutOf({ gzip: _gzip, encoding: _encoding, parts: _parts, ...layout }: ReadSettings): SourceLayout {
  return layout;
}

/** The layout of records in each file of a source, in order. A source that is one file has a single layout. */
export function layoutsOf(settings: ReadSettings): readonly SourceLayout[] {
  const own = layoutOf(settings);
  return settings.parts?.map(({ layout = own }) => layout) ?? [own];
}

/**
 * The settings with a layout for each file. `layouts` are in the order of the files. A file keeps a layout of its own
 * only where it differs.
 */
export function withLayouts(settings: ReadSettings, layouts: readonly SourceLayout[]): ReadSettings {
  const usual = layoutOf(settings);
  const parts = settings.parts?.map(({ layout: _layout, ...part }, place) => {
    const layout = layouts[place] ?? usual;
    return isSame(layout, usual) ? part : { ...part, layout };
  });
  return { ...settings, ...(parts && { parts }) };
}

/** The settings after a choice. It is for all files, or for the file with the name `file` alone. */
export function changedSettings(settings: ReadSettings, change: Partial<ReadSettings>, file?: string): ReadSettings {
  const { parts } = settings;
  if (parts === undefined) return { ...settings, ...change };
  const { gzip: _gzip, encoding: _encoding, parts: _parts, ...choice } = change;
  const isMeant = (name: string | undefined): boolean => file === undefined || name === file;
  const layouts = layoutsOf(settings).map((layout, place) =>
    isMeant(parts[place]?.name) ? { ...layout, ...choice } : layout,
  );
  return withLayouts(isMeant(parts[0]?.name) ? { ...settings, ...change } : settings, layouts);
}

/** The settings with one of them in each file as it was found there. */
export function asFound(settings: ReadSettings, found: ReadSettings, choice: LayoutChoice): ReadSettings {
  const own = layoutsOf(found);
  const layouts = layoutsOf(settings).map((layout, place) => ({
    ...layout,
    [choice]: (own[place] ?? found)[choice],
  }));
  return withLayouts({ ...settings, [choice]: found[choice] }, layouts);
}

/** Whether files differ in one of the settings. */
export function filesDiffer(settings: ReadSettings, choice: LayoutChoice): boolean {
  return layoutsOf(settings).some((layout) => layout[choice] !== settings[choice]);
}

function isSame(a: SourceLayout, b: SourceLayout): boolean {
  return KEYS.every((key) => a[key] === b[key]);
}

import type { Language } from '../../i18n/language.svelte.js';
import type { SignalName } from '../../domain/review/signals.js';
import { bucketName } from './bucket-name.js';
import type { MapScene } from './map-scene.svelte.js';
import { LEGEND_MAX, type PictureScene } from './picture.js';

/** The visible part of a map as a picture for print on white, with the largest buckets in its legend. `axes`: of the map. */
export function pictureOf(
  scene: MapScene,
  axes: { readonly x: SignalName; readonly y: SignalName },
  title: string,
  language: Language,
): PictureScene {
  const { buckets, points } = scene.drawnOn('light');
  const shown = buckets.list
    .map((bucket, index) => ({ bucket, count: points.bucketCounts[index] ?? 0 }))
    .filter(({ bucket, count }) => count > 0 && !scene.hidden.has(bucket.key));
  const largest = new Set(shown.toSorted((a, b) => b.count - a.count).slice(0, LEGEND_MAX));
  const legend = shown
    .filter((entry) => largest.has(entry))
    .map(({ bucket, count }) => ({ bucket, name: bucketName(language, bucket), count: language.n(count) }));
  const more = shown.length - legend.length;
  return {
    title,
    nameX: language.t(`map.axis.${axes.x}`),
    nameY: language.t(`map.axis.${axes.y}`),
    points,
    frame: scene.frame,
    naturalX: scene.naturalX,
    naturalY: scene.naturalY,
    legend,
    more: more > 0 ? language.t('map.legend.more', { count: more }) : '',
    opacity: scene.look.opacity,
    locale: language.locale,
  };
}

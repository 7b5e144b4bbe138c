import type { Language } from '../../i18n/language.svelte.js';
import type { Bucket } from './buckets.js';

/** How a bucket is called in legends: names from the data and those of the original's plots as they stand. */
export function bucketName(language: Language, bucket: Bucket): string {
  if (bucket.isName) return bucket.key;
  switch (bucket.key) {
    case 'agree':
    case 'disagree':
    case 'unknown':
    case 'pending':
    case 'validated':
    case 'corrected':
    case 'discarded':
      return language.t(`map.bucket.${bucket.key}`);
    default:
      return bucket.key;
  }
}

import type { Language } from '../../i18n/language.svelte.js';
import type { Bucket } from './buckets.js';

const RATIO = /^correct_ratio_([01]\.\d)$/;
/** Width of the data map's groups, as a share of right evaluations. */
const RATIO_STEP = 0.2;

/** The shares of a data map's group, as `20–40%`; null for a bucket of another kind. */
export function ratioRange({ isName, key }: Bucket, { t, locale }: Language): string | null {
  const from = isName ? Number.NaN : Number(RATIO.exec(key)?.[1]);
  if (Number.isNaN(from)) return null;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  if (from === 1) return percent.format(1);
  const to = percent.format(from + RATIO_STEP);
  return from === 0 ? t('map.ratio.under', { to }) : t('map.ratio.between', { from: Math.round(100 * from), to });
}

/** The name of a bucket in legends. Names from the data are unchanged. */
export function bucketName(language: Language, bucket: Bucket): string {
  if (bucket.isName) return bucket.key;
  const share = ratioRange(bucket, language);
  if (share !== null) return language.t('map.bucket.right', { share });
  switch (bucket.key) {
    case 'agree':
    case 'disagree':
    case 'unknown':
    case 'pending':
    case 'validated':
    case 'corrected':
    case 'discarded':
    case 'unsure':
    case 'errors':
    case 'corrects':
      return language.t(`map.bucket.${bucket.key}`);
    case 'forgotten_times-':
    case 'learnt_times-':
      return language.t('map.bucket.never-right');
    case 'forgotten_times-+':
      return language.t('map.bucket.never-forgotten');
    case 'learnt_times+-':
      return language.t('map.bucket.never-learnt');
    case 'forgotten_times=0':
    case 'learnt_times=0':
      return language.t('map.bucket.always-right');
    case 'forgotten_times=1':
      return language.t('map.bucket.forgotten-1');
    case 'forgotten_times=2':
      return language.t('map.bucket.forgotten-2');
    case 'forgotten_times>=3':
      return language.t('map.bucket.forgotten-3');
    case 'learnt_times=1':
      return language.t('map.bucket.learnt-1');
    case 'learnt_times=2':
      return language.t('map.bucket.learnt-2');
    case 'learnt_times>=3':
      return language.t('map.bucket.learnt-3');
    default:
      return bucket.key;
  }
}

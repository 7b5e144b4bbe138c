import { describe, expect, it } from 'vitest';
import {
  DIRTY_BUCKETS,
  FORGETTING_BUCKETS,
  LEARNING_BUCKETS,
  RATIO_BUCKETS,
} from '../../../../src/domain/map/legend.js';
import { STATUSES } from '../../../../src/domain/reading/dataset.js';
import type { Language } from '../../../../src/i18n/language.svelte.js';
import { bucketName, ratioRange } from '../../../../src/ui/map/bucket-name.js';
import type { Bucket } from '../../../../src/ui/map/buckets.js';
import { languageOf } from '../../../fakes/language.js';

const en = languageOf('en');
const zh = languageOf('zh-CN');

function bucket(key: string, isName = false): Bucket {
  return { key, isName, colour: [0, 0, 0], shape: 0 };
}

describe('bucketName', () => {
  it('states the number of correct evaluations of the rows in a group', () => {
    const names = (language: Language) => RATIO_BUCKETS.map(({ key }) => bucketName(language, bucket(key)));
    expect(names(en)).toEqual([
      'right in under 20%',
      'right in 20–40%',
      'right in 40–60%',
      'right in 60–80%',
      'right in 80–100%',
      'right in 100%',
    ]);
    expect(names(zh).slice(0, 2)).toEqual(['答对比例 不足 20%', '答对比例 20–40%']);
  });

  it('is a sentence for each group of a plot, never the key, in both languages', () => {
    for (const language of [en, zh]) {
      for (const set of [RATIO_BUCKETS, FORGETTING_BUCKETS, LEARNING_BUCKETS, DIRTY_BUCKETS]) {
        const names = set.map(({ key }) => bucketName(language, bucket(key)));
        expect(new Set(names).size).toBe(set.length);
        for (const [index, name] of names.entries()) expect(name).not.toBe(set[index]?.key);
      }
      for (const status of STATUSES) expect(bucketName(language, bucket(status))).not.toBe('');
    }
  });

  it('returns names from the dataset unchanged', () => {
    for (const key of ['correct_ratio_0.2', 'agree', '__proto__', '<b>', '', 'forgotten_times=1']) {
      expect(bucketName(en, bucket(key, true))).toBe(key);
      expect(ratioRange(bucket(key, true), en)).toBeNull();
    }
  });
});

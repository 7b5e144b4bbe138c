import { describe, expect, it } from 'vitest';
import type { Learned, LearningState } from '../../../../src/app/learning/learning-state.js';
import {
  learningAnnouncement,
  learningDetail,
  learningText,
  relearnText,
  relearnTitle,
  stepOf,
  summarySentences,
  type LearningFacts,
} from '../../../../src/ui/learning/learning-text.js';
import { languageOf } from '../../../fakes/language.js';

const en = languageOf('en');
const zh = languageOf('zh-CN');

const LEARNED: Learned = {
  accuracy: 0.8211,
  majority: 0.334,
  majorityLabel: 'World',
  rows: 9960,
  noOpinion: 0,
  folds: 5,
  decisions: 0,
  useful: true,
  parts: [],
};

function facts(state: LearningState, change: Partial<LearningFacts> = {}): LearningFacts {
  return { state, share: 0, etaS: null, learned: null, again: false, ...change };
}

const learning = (phase: Extract<LearningState, { at: 'learning' }>['phase']): LearningState => ({
  at: 'learning',
  phase,
});
const READING = learning({ at: 'reading' });
const FOLD = learning({ at: 'fold', fold: 1, folds: 5 });
const FAILED: LearningState = { at: 'failed', fault: { code: 'unexpected' } };

describe('the status of learning', () => {
  it.each([
    [facts({ at: 'idle' }), 'idle', 'Not learnt yet', ''],
    [facts(READING), 'loading', 'Reading words', ''],
    [facts(learning({ at: 'words' }), { etaS: 12.2 }), 'scoring', 'First ranking', '13 s left'],
    [facts(learning({ at: 'neighbours', fold: 2, folds: 5 })), 'scoring', 'Neighbours, fold 2 of 5', ''],
    [facts(FOLD, { learned: LEARNED }), 'scoring', 'Fold 1 of 5', ''],
    [facts({ at: 'paused' }), 'paused', 'Learning is paused', ''],
    [facts(FAILED), 'failed', 'Learning has stopped', ''],
    [facts({ at: 'done' }, { learned: LEARNED }), 'done', 'Learnt from 9,960 rows', 'Accuracy 82%'],
  ] as const)('case %#', (of, step, text, detail) => {
    expect([stepOf(of), learningText(of, en), learningDetail(of, en)]).toEqual([step, text, detail]);
  });

  it('in Chinese', () => {
    expect(learningText(facts(learning({ at: 'neighbours', fold: 2, folds: 5 })), zh)).toBe(
      '相似数据，第 2 折，共 5 折',
    );
    expect(learningDetail(facts({ at: 'done' }, { learned: LEARNED }), zh)).toBe('正确率 82%');
  });

  it('is announced at the beginning, at every quarter and at the end', () => {
    const said = [0, 0.24, 0.25, 0.49, 0.5, 0.99].map((share) => learningAnnouncement(facts(FOLD, { share }), en));
    expect(said).toEqual([
      'Learning has begun.',
      'Learning has begun.',
      '25 percent learnt.',
      '25 percent learnt.',
      '50 percent learnt.',
      '75 percent learnt.',
    ]);
    expect(learningAnnouncement(facts({ at: 'idle' }), en)).toBe('');
    expect(learningAnnouncement(facts({ at: 'done' }), en)).toBe('Learning is done.');
    expect(learningAnnouncement(facts(FAILED), en)).toBe('Learning has stopped because of an error.');
  });
});

describe('the button that learns again', () => {
  it('names the number of new decisions', () => {
    expect([0, 1, 25].map((count) => relearnText(count, en))).toEqual([
      'Learn again',
      'Learn again (1)',
      'Learn again (25)',
    ]);
    expect(relearnText(25, zh)).toBe('重新学习 (25)');
  });

  it('explains the number in its title', () => {
    const [hint, ...more] = relearnTitle(0, en).split('\n');
    expect(more).toEqual([]);
    expect(relearnTitle(25, en).split('\n')).toEqual(['Learn from 25 decisions', hint]);
  });
});

describe('the summary', () => {
  it('compares the accuracy with guessing, and names the data', () => {
    expect(summarySentences(LEARNED, en)).toEqual([
      'Out of sample, 82% of labels are predicted correctly. Always guessing World would give 33%.',
    ]);
    expect(summarySentences({ ...LEARNED, decisions: 25, noOpinion: 1 }, en).slice(1)).toEqual([
      'Learnt with 25 of your decisions.',
      '1 row is not judged: its label is in too few different texts.',
    ]);
    expect(summarySentences({ ...LEARNED, decisions: 25, noOpinion: 3 }, zh)).toEqual([
      '样本外预测的正确率为 82%；若始终猜“World”，则为 33%。',
      '学习时采用了你的 25 次处理。',
      '有 3 条未作判断：其标签对应的不同文本太少。',
    ]);
  });

  it('writes a share of all or none exactly', () => {
    const [all] = summarySentences({ ...LEARNED, accuracy: 1, majority: 0.9999 }, en);
    expect(all).toBe('Out of sample, 100% of labels are predicted correctly. Always guessing World would give 99.9%.');
    const [none] = summarySentences({ ...LEARNED, useful: false, accuracy: 0, majority: 0.5 }, en);
    expect(none).toContain('Out of sample, 0% of labels are predicted correctly');
  });

  it('reports that a dataset has one label only', () => {
    expect(summarySentences({ ...LEARNED, useful: false, accuracy: 1, majority: 1 }, en)).toEqual([
      'Nothing was learnt: every row has the label World.',
      'So no row is listed as suspicious. Bring a file with two labels or more, or a model that knows this label.',
    ]);
    expect(summarySentences({ ...LEARNED, useful: false, accuracy: 1, majority: 1 }, zh)[0]).toBe(
      '没有学到任何内容：全部数据的标签都是“World”。',
    );
  });

  it('reports that nothing was learnt, and the next step', () => {
    expect(summarySentences({ ...LEARNED, useful: false, accuracy: 0.51, majority: 0.52 }, en)).toEqual([
      'Nothing was learnt that casts doubt on a label. Out of sample, 51% of labels are predicted correctly; always guessing World gives 52%.',
      'So no row is listed as suspicious. Bring a model that knows these labels, or a file with more rows.',
    ]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { LabelList } from '../../../../src/app/review/label-list.svelte.js';
import { LabelMap } from '../../../../src/app/labels/map.svelte.js';
import { LEARNED_KEY, type Models } from '../../../../src/app/scoring/models.svelte.js';
import { Project } from '../../../../src/app/project/project.svelte.js';
import type { Review } from '../../../../src/app/review/review.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import type { ModelEntry, ProjectRecord } from '../../../../src/protocol/ports.js';
import { datasetOf } from '../../../fakes/dataset.js';

const CLASSES = ['World', 'Sports', 'Business'];
const LABELS = ['Sports', 'World', 'sports', 'Rugby', 'World'];

const source = { kind: 'files', files: [] } as const;
const entryOf = (key: string, classes: readonly string[]): ModelEntry => ({ key, name: key, classes, source });

let models: { chosen: ModelEntry | null; readonly chosenKey: string };
let project: Project;
let predictions: Predictions;
let review: { labels: readonly string[]; readonly list: LabelList };
let map: LabelMap;

/** The review has these labels, none of them edited. */
function show(names: readonly string[]): void {
  review.labels = names;
  review.list.show({ names, countsAs: [...names.keys()], removed: new Set(), firstNames: names });
}

function open(labels: readonly string[], labelMaps: ProjectRecord['labelMaps'] = []): void {
  const dataset = datasetOf(
    labels.map((_, row) => `text ${row}`),
    labels,
  );
  project.dataset = dataset;
  project.record = { labelMaps } as ProjectRecord;
  show(dataset.labels.map(({ name }) => name));
  map.propose();
}

function choose(key: string, classes: readonly string[] = CLASSES): void {
  models.chosen = entryOf(key, classes);
  map.propose();
}

const indexOf = (name: string): number => review.labels.indexOf(name);
const classOf = (name: string): number => map.classOf(indexOf(name));

beforeEach(() => {
  const state = $state<{ chosen: ModelEntry | null }>({ chosen: entryOf('default', CLASSES) });
  models = {
    get chosen() {
      return state.chosen;
    },
    set chosen(entry) {
      state.chosen = entry;
    },
    get chosenKey() {
      return state.chosen?.key ?? 'default';
    },
  };
  const shown = $state<{ labels: readonly string[] }>({ labels: [] });
  review = {
    get labels() {
      return shown.labels;
    },
    set labels(names) {
      shown.labels = names;
    },
    list: new LabelList(),
  };
  project = new Project();
  predictions = new Predictions();
  map = new LabelMap({
    models: models as unknown as Models,
    predictions,
    review: review as unknown as Review,
    project,
  });
  open(LABELS);
});

describe('label map', () => {
  it('proposes classes by name, and sets labels without a class aside', () => {
    expect(map.match?.basis).toBe('name');
    expect([classOf('World'), classOf('Sports'), classOf('Rugby')]).toEqual([0, 1, -1]);
    expect([...map.rowClasses()]).toEqual([1, 0, classOf('sports'), -1, 0]);
    expect(map.anyMatched).toBe(true);
  });

  it('is empty without a dataset or a model', () => {
    models.chosen = null;
    map.propose();
    expect([map.match, map.anyMatched, map.remembered()]).toEqual([null, false, null]);
    choose('default');
    project.dataset = null;
    map.propose();
    expect([map.match, map.set(0, 1), [...map.rowClasses()]]).toEqual([null, false, []]);
  });

  it('accepts changes, and persists them for its model beside the maps of other models', () => {
    const others = [{ model: 'other', classes: [['World', 2]] as const }];
    open(LABELS, others);
    expect(map.set(indexOf('Rugby'), 1)).toBe(true);
    expect([map.match?.basis, classOf('Rugby')]).toEqual(['chosen', 1]);
    const remembered = map.remembered() ?? [];
    expect(remembered.map(({ model }) => model)).toEqual(['other', 'default']);
    open(LABELS, remembered);
    expect([map.match?.basis, classOf('Rugby')]).toEqual(['chosen', 1]);
    choose('other');
    expect(classOf('World')).toBe(2);
  });

  it('keeps the basis of the proposal if a person confirms it unchanged', () => {
    open(LABELS, map.remembered() ?? []);
    expect(map.match?.basis).toBe('name');
  });

  it('discards classes that the model does not have any more', () => {
    open(LABELS, [{ model: 'default', classes: [['World', 7]] }]);
    expect(classOf('World')).toBe(-1);
  });

  it('maps a label that a decision added to the class of its name', () => {
    show([...review.labels, 'Business', 'Chess']);
    expect([classOf('Business'), classOf('Chess')]).toEqual([2, -1]);
  });

  it('offers the classes of the results before the classes of the chosen model', () => {
    expect(map.classes).toEqual(CLASSES);
    predictions.reset(LABELS.length, ['x', 'y'], new Int32Array(LABELS.length));
    expect(map.classes).toEqual(['x', 'y']);
    map.clear();
    predictions.reset(0, [], new Int32Array(0));
    expect(map.classes).toEqual([]);
  });
});

describe('spellings', () => {
  it('form one group per label, and spellings without a class point at one with a class', () => {
    open(['World', 'World', 'world', 'Sports']);
    const spelled = map.spelled.map(({ label, class: to }) => [review.labels[label], to]);
    const unmatched = ['World', 'world'].filter((name) => (map.match?.classes[indexOf(name)] ?? -1) < 0);
    expect(spelled).toEqual(unmatched.map((name) => [name, 0]));
    expect(
      map.groups.map(({ to, labels }) => [review.labels[to], labels.map((label) => review.labels[label])]),
    ).toEqual([['World', ['world']]]);
  });

  it('count as one label if that choice is stored, for learning alone', () => {
    open(['World', 'World', 'world', 'Sports']);
    expect([map.isCounted, map.countedAs(indexOf('world'))]).toEqual([false, indexOf('world')]);
    const together = map.withSpellings(true);
    open(['World', 'World', 'world', 'Sports'], together);
    expect([map.isCounted, map.countedAs(indexOf('world'))]).toEqual([true, indexOf('World')]);
    const { dataset } = project;
    if (!dataset) throw new Error('no dataset');
    const learnt = map.learntFrom('p', dataset);
    expect([...learnt.dataset.label]).toEqual(['World', 'World', 'World', 'Sports'].map(indexOf));
    expect([...dataset.label]).toEqual(['World', 'World', 'world', 'Sports'].map(indexOf));
    choose(LEARNED_KEY, ['World', 'Sports']);
    expect([classOf('world'), classOf('World'), map.spelled, map.remembered()]).toEqual([0, 0, [], null]);
    expect(map.withSpellings(false)).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { until } from '../../../fakes/controlled.js';
import { FakeBrowser } from '../../../fakes/page.js';
import { parquetFile } from '../../../fakes/parquet.js';
import { TOPIC_NAMES, topicRows } from '../learning/topics.js';

const NAMES = ['unused', ...TOPIC_NAMES];

/** Rows with the numbers of three of four classes as labels. `named`: the file names the classes. */
function topics(named: boolean): File {
  const rows = topicRows(120, 12);
  const bytes = parquetFile(
    [
      { name: 'text', type: 'string', values: rows.map(({ text }) => text) },
      { name: 'label', type: 'int32', values: rows.map(({ label }) => NAMES.indexOf(label)) },
    ],
    named ? { features: { label: { names: NAMES, _type: 'ClassLabel' } } } : {},
  );
  return new File([bytes], 'topics.parquet');
}

it('offers a class that the file names and no row has, learns without it, and writes it as its number', async () => {
  const page = await new FakeBrowser().visit('?learn=on').begin();
  await page.drop(topics(true));
  await until(() => page.learning.state.at === 'done');
  const losses = [...page.predictions.loss.value];
  expect(losses.filter((loss) => loss > 1).length).toBeGreaterThan(5);
  expect(losses.every((loss) => Number.isFinite(loss))).toBe(true);
  expect(page.review.labels).toEqual([...TOPIC_NAMES, 'unused']);
  page.review.setLabel([0], 'unused');
  await page.exports.write('changes');
  expect(JSON.parse(page.downloads.saved.get('topics.changes.jsonl') ?? '')).toMatchObject({
    original_label: 1,
    corrected_label: 0,
  });
});

it('maps decisions and learnt results from before the names were read to the named classes', async () => {
  const browser = new FakeBrowser();
  const page = await browser.visit('?learn=on').begin();
  await page.drop(topics(false));
  await until(() => page.learning.state.at === 'done' && page.project.record?.running === false);
  page.review.setLabel([0], '3');
  await page.review.settled();
  const { record } = page.project;
  page.die();
  // The same rows in a file with names, as if the first visit had not read the names.
  const named = topics(true);
  const later = browser.visit('?learn=on');
  await later.models.init();
  const inspected = await later.importing.it.inspect(named, named.name);
  if (!inspected.ok || !record) throw new Error('not readable');
  const { hash: sourceHash } = inspected.value;
  await browser.store.putSource(sourceHash, named);
  await later.session.openStored({ ...record, sourceHash });
  expect([later.review.labelName(0), later.review.labelName(1)]).toEqual([TOPIC_NAMES[2], TOPIC_NAMES[1]]);
  expect(later.predictions.classes).toEqual(TOPIC_NAMES);
  expect(later.review.labels).toEqual([...TOPIC_NAMES, 'unused']);
});

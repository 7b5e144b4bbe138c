import { describe, expect, it } from 'vitest';
import type { TakenFile } from '../../../../src/protocol/app-ports.js';
import { FileRouter } from '../../../../src/app/import/file-router.svelte.js';
import { gate, until } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf } from '../../../fakes/page.js';

describe('dropped files', () => {
  const taken = (path: string, content = 'x'): TakenFile => ({
    path,
    file: new File([content], path.split('/').at(-1) ?? ''),
  });
  const model = ['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((path) => taken(`bert/${path}`));

  function bench() {
    const { importer, importing, models, notices, session, signalsReading, app } = new FakeBrowser().visit();
    const added: string[] = [];
    const together: (readonly string[])[] = [];
    const router = new FileRouter({
      source: importing.it,
      importer,
      models,
      notices,
      signalsReading,
      sessions: app.sessionMerge,
      earlier: { look: () => Promise.resolve() },
      session,
      analysis: {
        applyResults: () => Promise.resolve(),
        chooseModel: (key) => Promise.resolve(void added.push(key)),
      },
      passes: { proposeCheckpoints: (keys) => together.push(keys) },
    });
    return { router, importer, notices, added, together };
  }

  it('opens the mapping dialog for a dataset', async () => {
    const { router, importer, notices, added } = bench();
    await router.take([{ path: 'news.tsv', file: tsvOf(['World', 'Sports']) }]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect([notices.items, added]).toEqual([[], []]);
  });

  it('adds a model folder to the models, and then opens the dataset beside it', async () => {
    const { router, importer, notices, added } = bench();
    await router.take([{ path: 'news.tsv', file: tsvOf(['World', 'Sports']) }, ...model]);
    expect(added).toEqual(['bert']);
    expect(importer.state.at).toBe('mapping');
    expect(notices.items).toEqual([]);
  });

  it('adds checkpoints as models in order of their numbers, and chooses the last one', async () => {
    const { router, added, together, notices } = bench();
    const files = ['step-10', 'step-9'].flatMap((name) =>
      ['config.json', 'tokenizer.json', 'model.onnx'].map((file) => taken(`run/${name}/${file}`)),
    );
    await router.take(files);
    expect([added, together]).toEqual([['step-10'], [['step-9', 'step-10']]]);
    await router.take(model);
    expect([added, together]).toEqual([['step-10', 'bert'], [['step-9', 'step-10']]]);
    expect(notices.items).toEqual([]);
  });

  it('names the dataset that is not opened, and keeps results for the dataset dropped with them', async () => {
    const { router, importer, notices } = bench();
    const table = { path: 'news.tsv', file: tsvOf(['World', 'Sports']) };
    await router.take([table, taken('more.tsv', 'text\tlabel\nA row\tx\n')]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect(importer.choice?.files.map(({ name }) => name)).toEqual(['news.tsv', 'more.tsv']);
    expect(notices.items).toEqual([]);
    expect(importer.confirm()?.name).toBe('news.tsv');
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-second', 'more.tsv'],
    ]);
    notices.withdraw('file-second');
    await router.take([taken('losses.jsonl', '{"id":"0","loss":1}\n'), table, taken('b.jsonl', '{"loss":1}\n')]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-second', 'b.jsonl'],
    ]);
    importer.cancel();
    expect(notices.items.at(-1)?.fault).toMatchObject({ code: 'results-waiting', params: { name: 'losses.jsonl' } });
  });

  it('opens the dialog for results alone, without a notice', async () => {
    const { router, importer, notices } = bench();
    await router.take([taken('losses.jsonl', '{"id":"0","loss":1}\n')]);
    expect([importer.state.at, importer.guess?.alone, notices.items]).toEqual(['mapping', true, []]);
  });

  it('does nothing for an empty drop', async () => {
    const { router, importer, notices } = bench();
    await router.take([]);
    expect([importer.state.at, notices.items]).toEqual(['idle', []]);
  });

  it('names a file of an unknown kind', async () => {
    const { router, notices } = bench();
    await router.take([taken('pictures/cat.png')]);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-kind-unknown', 'pictures/cat.png'],
    ]);
  });
});

describe('the file of the mapping dialog', () => {
  const losses = (): File =>
    new File(
      [0, 1].map((row) => `${JSON.stringify({ loss: row + 1 })}\n`),
      'losses.jsonl',
    );

  it('opens as a dataset, and the results dropped with it wait for their own confirmation', async () => {
    const page = await new FakeBrowser().visit().begin();
    const { router } = page.app;
    const held = gate();
    page.importing.after = (method, [file]) =>
      method === 'inspect' && file instanceof File && page.project.dataset ? held.passed : undefined;
    await page.app.take([tsvOf(['World', 'Sports']), losses()].map((file) => ({ path: file.name, file })));
    expect([page.importer.state, router.opening]).toEqual([{ at: 'mapping', name: 'news.tsv' }, false]);
    const confirmed = router.confirm();
    await until(() => page.importer.state.at === 'inspecting');
    expect([page.project.dataset?.rows, router.opening]).toEqual([2, true]);
    held.open();
    await confirmed;
    expect([page.importer.state, router.opening]).toEqual([{ at: 'mapping', name: 'losses.jsonl' }, false]);
    await router.confirm();
    expect([page.importer.state.at, ...page.predictions.loss.value]).toEqual(['idle', 1, 2]);
  });

  it('stays in the dialog when it is confirmed before it is read', async () => {
    const page = await new FakeBrowser().visit().begin();
    const file = tsvOf(['World', 'Sports']);
    await page.importer.open(file, file.name);
    await page.importer.changeRoles({ label: '' });
    await page.app.router.confirm();
    expect([page.importer.state.at, page.project.dataset]).toEqual(['mapping', null]);
  });

  it('is replaced by the earlier project on the same content', async () => {
    const page = await new FakeBrowser().visit().begin();
    const file = tsvOf(['World', 'Sports']);
    await page.drop(file);
    page.review.setLabel([0], 'Sports');
    await page.session.close();
    await page.importer.open(file, file.name);
    const [earlier] = page.importer.known;
    if (!earlier) throw new Error('no earlier work');
    await page.app.router.continueWork(earlier);
    expect([page.importer.state.at, page.project.record?.id, page.review.labelName(0)]).toEqual([
      'idle',
      earlier.id,
      'Sports',
    ]);
  });
});

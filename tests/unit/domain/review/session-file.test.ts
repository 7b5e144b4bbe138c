import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORRECTED, UNSURE } from '../../../../src/domain/reading/dataset.js';
import {
  conflictsIn,
  isSessionHead,
  readSession,
  sessionText,
  type SessionFile,
} from '../../../../src/domain/review/session-file.js';
import { change } from './journal-view.js';

const SESSION: SessionFile = {
  dataset: { name: 'news "a".tsv', hash: 'abc', rows: 4 },
  project: 'p',
  settings: { format: 'delimited', gzip: false, encoding: 'utf-8', delimiter: '\t', quote: '', header: true },
  roles: { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' },
  journal: [change(1, [0], CORRECTED, '__proto__'), { seq: 2, at: 3, kind: 'note', notes: [[0, 'ask\u2028ana']] }],
  conflicts: [{ position: 2, others: [{ status: CORRECTED, label: 'World' }], settled: true }],
  labelKeys: [['World', 'w']],
  guidelines: { text: 'Topic, not tone.', labels: [['World', 'Politics']] },
  draws: {
    on: false,
    strata: Uint8Array.of(0, 1, 1, 0),
    taken: [1, 0],
    decidedAtDraw: 4,
    audit: { size: 2, halfWidth: 0.2, blind: false, closed: false },
  },
  view: 'order=source',
};

type Parsed = Record<string, unknown> & { journal: Record<string, unknown>[] };

/** The text of the session with a change of its JSON. */
function changed(change: (session: Parsed) => void): string {
  const session = JSON.parse(sessionText(SESSION)) as Parsed;
  change(session);
  return JSON.stringify(session);
}

describe('a session file', () => {
  test('is read back as it was written, with a line for each entry', () => {
    const text = sessionText(SESSION);
    expect(readSession(text)).toEqual({ is: 'session', session: SESSION });
    const lines = text.split('\n');
    expect(lines[1]).toBe('  "format": "rinse-session",');
    expect(lines.filter((line) => line.includes('"seq"'))).toHaveLength(2);
  });

  test('holds texts of rows only where they are given', () => {
    expect(sessionText(SESSION)).not.toContain('"texts"');
    const text = sessionText({ ...SESSION, texts: [{ row: 0, text: 'Shares fell' }] });
    expect(text).toContain('{"row":0,"text":"Shares fell"}');
    expect(readSession(text)).toEqual({
      is: 'session',
      session: { ...SESSION, texts: [{ row: 0, text: 'Shares fell' }] },
    });
  });

  test('is recognised by its head, also after other members or another layout', () => {
    expect(isSessionHead(sessionText(SESSION))).toBe(true);
    expect(isSessionHead('\n {"dataset":{}, "format" : "rinse-session"')).toBe(true);
    for (const other of [
      '',
      '[{"format":"rinse-session"}]',
      '{"text":"a","label":"b"}',
      '{"text":"\\"format\\": \\"rinse-session\\""}',
    ]) {
      expect(isSessionHead(other)).toBe(false);
    }
  });

  test('has version 2 only with unsure rows, so that a page of version 1 reads it otherwise', () => {
    expect(sessionText(SESSION)).toContain('"version": 1,');
    const unsure = { ...SESSION, journal: [...SESSION.journal, change(3, [1], UNSURE, 'World')] };
    expect(sessionText(unsure)).toContain('"version": 2,');
    expect(readSession(sessionText(unsure))).toEqual({ is: 'session', session: unsure });
  });

  test('of a newer version is named as one, whatever else it holds', () => {
    expect(readSession('{"format":"rinse-session","version":7}')).toEqual({ is: 'newer', version: 7 });
  });

  test.each([
    ['cut off', sessionText(SESSION).slice(0, -30)],
    ['no JSON', 'rinse-session'],
    ['another format', changed((session) => (session['format'] = 'other'))],
    ['without a version', changed((session) => delete session['version'])],
    ['without a dataset', changed((session) => delete session['dataset'])],
    ['with a damaged dataset', changed((session) => (session['dataset'] = { name: 'a', hash: 'b', rows: -1 }))],
    ['without a journal', changed((session) => delete (session as Record<string, unknown>)['journal'])],
    ['with a damaged entry', changed(({ journal }) => (journal[0]!['rows'] = ['0', 1]))],
    ['with an entry that is no object', changed(({ journal }) => journal.push(null as never))],
    ['with a damaged conflict', changed((session) => (session['conflicts'] = [{ position: 1 }]))],
    [
      'with an undecided side of a conflict',
      changed(
        (session) => (session['conflicts'] = [{ position: 1, settled: false, others: [{ status: 0, label: 'a' }] }]),
      ),
    ],
    ['with a damaged key', changed((session) => (session['labelKeys'] = [['World']]))],
    ['with a damaged text', changed((session) => (session['texts'] = [{ row: 0, text: 1 }]))],
    ['with damaged guidelines', changed((session) => (session['guidelines'] = { text: 'a', labels: [1] }))],
    ['without a view', changed((session) => (session['view'] = null))],
  ])('%s is damaged', (_, text) => {
    expect(readSession(text)).toEqual({ is: 'damaged' });
  });

  test('leaves out entries of kinds that it does not know', () => {
    const text = changed(({ journal }) => journal.push({ seq: 3, at: 3, kind: 'star' }));
    expect(readSession(text)).toEqual({ is: 'session', session: SESSION });
  });

  test('no text and no value stops the reading', () => {
    fc.assert(fc.property(fc.string(), (text) => readSession(text).is === 'damaged'));
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('journal', 'conflicts', 'labelKeys', 'dataset', 'settings'),
        (value, member) => {
          void readSession(changed((session) => Object.assign(session, { [member]: value })));
        },
      ),
    );
    fc.assert(fc.property(fc.anything(), (value) => void conflictsIn(value)));
  });
});

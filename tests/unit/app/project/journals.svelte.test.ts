import { describe, expect, it } from 'vitest';
import { Journals } from '../../../../src/app/project/journals.svelte.js';
import type { JournalEntry } from '../../../../src/domain/review/edits.js';

const entry = (seq: number, at = 1): JournalEntry => ({ seq, at, kind: 'undo', target: 0 });
const list = (...seqs: number[]): JournalEntry[] => seqs.map((seq) => entry(seq));

describe('the journals of a page', () => {
  it('keep entries in order until they are stored, and offer the open project first', () => {
    const journals = new Journals();
    journals.open('p', list(1), true);
    journals.add('p', entry(2));
    journals.open('q', [], true);
    journals.add('q', entry(1));
    journals.add('q', entry(2));
    expect(journals.next('q')).toEqual({ projectId: 'q', entries: list(1, 2) });
    const next = journals.next('q');
    if (next) journals.stored(next);
    expect(journals.next('q')).toEqual({ projectId: 'p', entries: list(2) });
    expect([journals.unsavedOf('q'), journals.unsavedOf('p'), journals.unsaved]).toEqual([0, 1, 1]);
    expect(journals.storedOf('p')).toEqual(list(1));
  });

  it('offer a bounded number of entries at once', () => {
    const journals = new Journals();
    journals.open('p', [], true);
    for (let seq = 1; seq <= 1200; seq++) journals.add('p', entry(seq));
    const sizes: number[] = [];
    for (let next = journals.next('p'); next; next = journals.next('p')) {
      sizes.push(next.entries.length);
      journals.stored(next);
    }
    expect(sizes).toEqual([500, 500, 200]);
  });

  it('offer no entries of a released project, and offer its unsaved entries after it is opened again', () => {
    const journals = new Journals();
    journals.open('p', list(1), true);
    journals.add('p', entry(2));
    journals.release('p');
    expect([journals.next('p'), journals.waiting, journals.unsaved]).toEqual([null, 0, 1]);
    expect(journals.open('p', list(1), true)).toEqual(list(1, 2));
    expect(journals.next('p')?.entries).toEqual(list(2));
  });

  it('offer all entries again once the store is empty', () => {
    const journals = new Journals();
    journals.open('p', list(1, 2), true);
    expect(journals.next('p')).toBeNull();
    journals.storedIsGone('p');
    expect(journals.next('p')?.entries).toEqual(list(1, 2));
    expect(journals.open('p', [], true)).toEqual(list(1, 2));
  });

  it('forget the stored entries of a removed project, and keep the unsaved ones', () => {
    const journals = new Journals();
    journals.open('p', list(1), true);
    journals.add('p', entry(2));
    journals.forget('p', false);
    expect(journals.open('p', [], true)).toEqual(list(2));
    journals.forget('p', true);
    expect(journals.open('p', [], true)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, visit } from '../../../fakes/training.js';

describe('summary of training signals', () => {
  it('downloads under the dataset’s name, and an unreadable file raises a notice and keeps the signals', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    await page.exports.writeSignals();
    const lines = page.downloads.saved.get('news.signals.tsv')?.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(lines?.[1]?.split('\t').slice(0, 5)).toEqual(['0', 'a', '0', '3', '1.0']);
    await reading.open([new File(['text\tlabel\n'], 'other.tsv')]);
    expect(reading.state.at).toBe('idle');
    expect(page.codes()).toContain('file-kind-unknown');
    expect(training.signals.shown).not.toBe(null);
  });
});

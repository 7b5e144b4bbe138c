import { describe, expect, it } from 'vitest';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';

describe('notices', () => {
  it('are shown once for each code, newest last, until dismissed or withdrawn', () => {
    const notices = new Notices();
    notices.raise({ code: 'file-empty', params: { name: 'a' } });
    notices.raise({ code: 'storage-full' }, 'warning');
    notices.raise({ code: 'file-empty', params: { name: 'b' } });
    expect(notices.items.map(({ fault, tone }) => [fault.code, fault.params?.['name'], tone])).toEqual([
      ['storage-full', undefined, 'warning'],
      ['file-empty', 'b', 'error'],
    ]);
    const ids = notices.items.map((notice) => notice.id);
    expect(new Set(ids).size).toBe(2);
    notices.dismiss(99);
    notices.dismiss(ids[0] ?? 0);
    expect(notices.items.map(({ fault }) => fault.code)).toEqual(['file-empty']);
    notices.withdraw('storage-full');
    notices.withdraw('file-empty');
    expect(notices.items).toEqual([]);
  });

  it('run their action once, or report their dismissal', () => {
    const notices = new Notices();
    const done: string[] = [];
    const action = {
      text: 'run.map-use',
      act: () => done.push('act'),
      dismissed: () => done.push('dismissed'),
    } as const;
    for (const answer of ['act', 'dismiss', 'withdraw'] as const) {
      notices.raise({ code: 'labels-permuted' }, 'warning', action);
      const id = notices.items[0]?.id ?? 0;
      expect(notices.has('labels-permuted')).toBe(true);
      if (answer === 'withdraw') notices.withdraw('labels-permuted');
      else notices[answer](id);
      notices.act(id);
      expect(notices.has('labels-permuted')).toBe(false);
    }
    expect(done).toEqual(['act', 'dismissed']);
  });
});

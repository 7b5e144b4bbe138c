import { describe, expect, test } from 'vitest';
import { announcement, deviceText, runText, type RunFacts } from '../../../../src/ui/scoring/run-text.js';
import { languageOf } from '../../../fakes/language.js';

const en = languageOf('en');
const zh = languageOf('zh-CN');

function facts(change: Partial<RunFacts> = {}): RunFacts {
  return {
    state: { at: 'scoring' },
    total: 120_000,
    etaS: 43.7,
    download: null,
    device: 'webgpu',
    model: null,
    rowsPerS: 1031.4,
    ...change,
  };
}

const loading = (phase: 'device' | 'download' | 'compile' | 'check', received = 0, total = 0): Partial<RunFacts> => ({
  state: { at: 'loading', phase },
  download: { receivedBytes: received, totalBytes: total, phase: 'download' },
});

describe('runText', () => {
  test.each([
    [facts(), 74_412, '74,412 of 120,000 scored, 44 s left'],
    [facts({ etaS: null }), 5, '5 of 120,000 scored'],
    [facts({ state: { at: 'idle' } }), 0, 'Not scored yet'],
    [facts({ state: { at: 'idle' } }), 10, '10 of 120,000 scored'],
    [facts({ state: { at: 'paused' } }), 10, 'Paused: 10 of 120,000 scored'],
    [facts({ state: { at: 'done' } }), 120_000, 'All 120,000 rows scored'],
    [facts({ state: { at: 'done' } }), 1, '1 row scored'],
    [facts({ state: { at: 'failed', fault: { code: 'unexpected' } } }), 10, 'Stopped: 10 of 120,000 scored'],
    [facts(loading('device')), 0, 'Looking for a device…'],
    [facts(loading('download')), 0, 'Loading the model…'],
    [facts(loading('download', 5e6)), 0, 'Loading the model: 5 MB'],
    [facts(loading('download', 5e6, 9.8e6)), 0, 'Loading the model: 5 MB of 9.8 MB'],
    [facts(loading('compile', 9.8e6, 9.8e6)), 0, 'Compiling the model…'],
    [facts(loading('check')), 0, 'Checking the numbers against the CPU…'],
  ])('case %#', (run, done, text) => {
    expect(runText(run, done, en)).toBe(text);
  });

  test('in Chinese', () => {
    expect(runText(facts(), 74_412, zh)).toBe('已打分 74,412 / 120,000，还需 44 秒');
  });
});

describe('deviceText', () => {
  test.each([
    [facts({ device: null }), null],
    [facts(), 'WebGPU, 1,031 rows/s'],
    [facts({ rowsPerS: 0 }), 'WebGPU'],
    [facts({ rowsPerS: 4.24 }), 'WebGPU, 4.2 rows/s'],
    [facts({ device: 'wasm', inUse: { workers: 1, threads: 2 } }), 'CPU (2 threads), 1,031 rows/s'],
    [facts({ device: 'wasm', inUse: { workers: 4, threads: 1 }, oneThread: 'gecko' }), 'CPU (4 workers), 1,031 rows/s'],
    [facts({ device: 'wasm', rowsPerS: 0 }), 'CPU'],
    [
      facts({ device: 'wasm', inUse: { workers: 1, threads: 1 }, oneThread: 'gecko' }),
      'CPU (1 thread: Firefox can stall with more), 1,031 rows/s',
    ],
    [facts({ device: 'webgpu', oneThread: 'gecko' }), 'WebGPU, 1,031 rows/s'],
  ])('case %#', (run, text) => {
    expect(deviceText(run, en)).toBe(text);
  });
});

describe('announcement', () => {
  test('changes at quarters only', () => {
    const said = [0, 29_999, 30_000, 59_999, 60_000, 119_999].map((done) => announcement(facts(), done, en));
    expect(said).toEqual([
      'Scoring has begun.',
      'Scoring has begun.',
      '25 percent scored.',
      '25 percent scored.',
      '50 percent scored.',
      '75 percent scored.',
    ]);
  });

  test('says nothing before a run, and the end in words', () => {
    expect(announcement(facts({ state: { at: 'idle' } }), 0, en)).toBe('');
    expect(announcement(facts({ state: { at: 'done' } }), 120_000, en)).toBe('All rows are scored.');
    expect(announcement(facts({ total: 0 }), 0, en)).toBe('Scoring has begun.');
  });
});

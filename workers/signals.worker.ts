import { expose, transfer } from 'comlink';
import type { SignalsResult, SignalsWire } from '../src/protocol/signals-wire.js';
import { Signals } from './signals.js';

const signals = new Signals();

expose({
  recognise: (file) => signals.recognise(file),
  begin: (files) => signals.begin(files),
  advance: (job) => signals.advance(job),
  take: async (job, keep) => {
    const taken = await signals.take(job, keep);
    return taken.ok ? transfer(taken, buffersOf(taken.value)) : taken;
  },
  end: (job) => signals.end(job),
} satisfies SignalsWire);

/** Every buffer of a reading once, to be transferred to the page. */
function buffersOf(result: SignalsResult): ArrayBuffer[] {
  const { ids, label, sLabel, offsets, predicted } = result.form === 'course' ? result.signals : result.summary;
  const common = [ids.bytes, ids.offsets, label, sLabel, offsets, predicted];
  const own =
    result.form === 'course'
      ? [result.signals.evaluation, result.signals.labelProb, result.signals.correct]
      : Object.values(result.summary.columns);
  return [...new Set([...common, ...own].map(({ buffer }) => buffer))];
}

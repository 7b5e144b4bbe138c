import type { PatternWorker } from '../../src/protocol/ports.js';
import { Patterns } from '../../workers/patterns/patterns.js';
import { controlled, type Controlled } from './controlled.js';

/** A pattern worker that works in this process. A test can delay its calls or make them fail. */
export function patternsInProcess(): Controlled<PatternWorker> {
  const patterns = new Patterns();
  return controlled<PatternWorker>(Object.assign(patterns, { stop: () => undefined }));
}

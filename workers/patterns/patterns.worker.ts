import { expose } from 'comlink';
import type { PatternWire } from '../../src/protocol/pattern-wire.js';
import { Patterns } from './patterns.js';

const patterns = new Patterns();

expose({
  open: () => patterns.open(),
  give: (job, slice, text, second) => patterns.give(job, slice, text, second),
  find: (job, slice, sought) => patterns.find(job, slice, sought),
  places: (job, sought, texts) => patterns.places(job, sought, texts),
} satisfies PatternWire);

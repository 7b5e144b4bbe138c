import type { TextChunk } from '../../src/domain/models/batch.js';
import type { NearestRows } from '../../src/domain/review/nearest-rows.js';
import { TextGroupsReader, type TextGroups, type TextGroupsPlan } from '../../src/domain/review/text-groups.js';
import { ok, type Outcome } from '../../src/protocol/outcome.js';
import type { TextGroupsWire } from '../../src/protocol/text-groups-wire.js';
import { outcomeOf } from '../shared/outcome-of.js';

/** The work of the worker that compares texts, without the messages. See `TextGroupsWire` for the promise of each method. */
export class TextGroupsWork implements TextGroupsWire {
  #reader: TextGroupsReader | null = null;

  begin(plan: TextGroupsPlan): Promise<Outcome<null>> {
    return outcomeOf(() => {
      this.#reader = new TextGroupsReader(plan);
      return Promise.resolve(ok(null));
    });
  }

  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    return outcomeOf(() => {
      this.#begun().read(text, second);
      return Promise.resolve(ok(null));
    });
  }

  finish(): Promise<Outcome<TextGroups>> {
    return outcomeOf(() => Promise.resolve(ok(this.#begun().finish())));
  }

  nearest(from: number, to: number): Promise<Outcome<NearestRows>> {
    return outcomeOf(() => Promise.resolve(ok(this.#begun().nearest(from, to))));
  }

  #begun(): TextGroupsReader {
    if (!this.#reader) throw new Error('`begin` was left out');
    return this.#reader;
  }
}

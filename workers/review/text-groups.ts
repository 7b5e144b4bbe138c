import type { TextChunk } from '../../src/domain/models/batch.js';
import { TextGroupsReader, type TextGroups } from '../../src/domain/review/text-groups.js';
import { ok, type Outcome } from '../../src/protocol/outcome.js';
import type { TextGroupsWire } from '../../src/protocol/text-groups-wire.js';
import { outcomeOf } from '../shared/outcome-of.js';

/** The work of the worker that compares texts, without the messages. See `TextGroupsWire` for the promise of each method. */
export class TextGroupsWork implements TextGroupsWire {
  #reader = new TextGroupsReader(0);

  begin(rows: number): Promise<Outcome<null>> {
    this.#reader = new TextGroupsReader(rows);
    return Promise.resolve(ok(null));
  }

  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    return outcomeOf(() => {
      this.#reader.read(text, second);
      return Promise.resolve(ok(null));
    });
  }

  finish(): Promise<Outcome<TextGroups>> {
    return outcomeOf(() => Promise.resolve(ok(this.#reader.finish())));
  }
}

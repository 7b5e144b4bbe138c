import { downloadName } from '../../domain/export/download-name.js';
import { summaryTsv } from '../../domain/training/export.js';
import { summarise } from '../../domain/training/signals.js';
import { ok } from '../../protocol/outcome.js';
import type { Clock } from '../../protocol/ports.js';
import type { SignalsResult } from '../../protocol/signals-wire.js';
import { rowsOf } from '../training/joined-signals.js';
import { nameOfSignals } from '../training/stand-in.js';
import type { DownloadParts, DownloadRequest } from './download-queue.svelte.js';

/** A download of the summary of signals, in the format of the original tutorial. `of`: the name of the dataset. */
export function summaryRequest(result: SignalsResult, of: string, clock: Clock): DownloadRequest {
  return {
    fileName: downloadName(nameOfSignals(of), 'signals', 'tsv'),
    mimeType: 'text/tab-separated-values',
    of,
    content: ['signals', result, of],
    parts: () => summaryParts(result, clock),
    facts: () => ({ kind: 'signals', count: rowsOf(result).rows, leftOut: 0 }),
  };
}

/** The summary in pieces, with a rest between two. Making all pieces at once would block the page. */
async function* summaryParts(result: SignalsResult, clock: Clock): DownloadParts {
  const columns = result.form === 'course' ? summarise(result.signals) : result.summary.columns;
  for (const part of summaryTsv(rowsOf(result), columns)) {
    yield ok(part);
    await clock.sleep(0);
  }
}

import {
  auditJson,
  auditMarkdown,
  type AuditReport,
  type AuditWords,
} from '../../domain/review/estimate/audit-report.js';
import { downloadName } from '../../domain/export/download-name.js';
import { ok } from '../../protocol/outcome.js';
import type { DownloadRequest } from './download-queue.svelte.js';

/** A download of an audit's report, as JSON or as Markdown in the words of the page. */
export function auditRequest(report: AuditReport, form: 'json' | 'md', words: AuditWords): DownloadRequest {
  const text = form === 'json' ? auditJson(report) : auditMarkdown(report, words);
  return {
    fileName: downloadName(report.dataset, 'audit-report', form),
    mimeType: form === 'json' ? 'application/json' : 'text/markdown',
    of: report.dataset,
    content: ['audit-report', form, text],
    // eslint-disable-next-line @typescript-eslint/require-await -- the queue reads an asynchronous iteration
    parts: async function* () {
      yield ok(new TextEncoder().encode(text));
    },
    facts: () => ({ kind: 'report', count: report.sampled, leftOut: 0 }),
  };
}

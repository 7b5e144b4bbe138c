import type { AuditReport, AuditWords } from '../../../domain/review/estimate/audit-report.js';
import type { Language } from '../../../i18n/language.svelte.js';
import { shareText } from '../../controls/quantity.js';

/** The result of an audit in sentences. */
export function auditSentences(report: AuditReport, language: Language): readonly string[] {
  const { t, locale } = language;
  const { rate, interval, sampled, wrong, unsure, size, rows } = report;
  const low = shareText(interval.low, locale);
  const high = shareText(interval.high, locale);
  return [
    rate === null
      ? t('estimate.report-unknown', { low, high })
      : t('estimate.report-rate', { rate: shareText(rate, locale), low, high }),
    t('estimate.report-sample', { count: sampled - unsure, wrong, rows }),
    ...(unsure > 0 ? [t('estimate.unsure', { count: unsure })] : []),
    ...(sampled < size ? [t('estimate.report-short', { count: size - sampled })] : []),
    t('estimate.report-meaning'),
  ];
}

/** The head of the report's table. */
export function auditHead({ t }: Language): readonly string[] {
  return [
    t('estimate.report-label'),
    t('estimate.report-sampled'),
    t('estimate.report-wrong'),
    t('estimate.report-share'),
    t('estimate.report-interval'),
  ];
}

/** The words of the Markdown report. */
export function auditWords(report: AuditReport, language: Language): AuditWords {
  return {
    title: language.t('estimate.report-title', { name: report.dataset }),
    sentences: auditSentences(report, language),
    head: auditHead(language),
    share: (share) => shareText(share, language.locale),
  };
}

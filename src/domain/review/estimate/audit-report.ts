import { wilsonInterval, type Interval } from './intervals.js';

/** The sampled rows of a label. */
export interface AuditedLabel {
  /** The label's name. */
  readonly label: string;
  readonly sampled: number;
  readonly wrong: number;
  /** The share of wrong labels, each row with its weight, and its 95 % interval. */
  readonly rate: number;
  readonly interval: Interval;
}

/** The result of an audit. */
export interface AuditReport {
  /** Name of the dataset. */
  readonly dataset: string;
  readonly rows: number;
  /** Rows that the audit asked for, and the precision that it was asked for: a share to either side. */
  readonly size: number;
  readonly halfWidth: number;
  /** Sampled rows, wrong labels among them, and rows that a person was unsure about. */
  readonly sampled: number;
  readonly wrong: number;
  readonly unsure: number;
  /** The share of wrong labels in the whole dataset before its review, with its 95 % interval. Null = not known yet. */
  readonly rate: number | null;
  readonly interval: Interval;
  /** By the given label, the most sampled first. */
  readonly labels: readonly AuditedLabel[];
}

/** Words of the Markdown report, in the language of the page. */
export interface AuditWords {
  readonly title: string;
  /** Sentences about the sample and its result. */
  readonly sentences: readonly string[];
  /** The head of the table: label, sampled rows, wrong labels, share, interval. */
  readonly head: readonly string[];
  readonly share: (share: number) => string;
}

/** A sampled row: its given label, whether that is wrong, and the number of rows that it stands for. */
export interface AuditedRow {
  readonly label: string;
  readonly wrong: boolean;
  readonly weight: number;
}

/**
 * Counts sampled rows by their given label, the most sampled label first, then by name. The share is that of Hájek (1971):
 * the weights of the wrong rows by those of all. The interval is Wilson's for the effective number of rows, the square of
 * the sum of the weights by the sum of their squares. Source: L. Kish, Survey Sampling (1965).
 */
export function auditedLabels(rows: readonly AuditedRow[]): readonly AuditedLabel[] {
  const sums = new Map<string, { sampled: number; wrong: number; all: number; ofWrong: number; squares: number }>();
  for (const { label, wrong, weight } of rows) {
    const before = sums.get(label) ?? { sampled: 0, wrong: 0, all: 0, ofWrong: 0, squares: 0 };
    sums.set(label, {
      sampled: before.sampled + 1,
      wrong: before.wrong + (wrong ? 1 : 0),
      all: before.all + weight,
      ofWrong: before.ofWrong + (wrong ? weight : 0),
      squares: before.squares + weight * weight,
    });
  }
  return Array.from(sums, ([label, { sampled, wrong, all, ofWrong, squares }]) => {
    const effective = (all * all) / squares;
    const rate = ofWrong / all;
    const hits = wrong === sampled ? effective : rate * effective;
    return { label, sampled, wrong, rate, interval: wilsonInterval(hits, effective) };
  }).sort((one, other) => other.sampled - one.sampled || (one.label < other.label ? -1 : 1));
}

/** The report as JSON with a line end. Shares are from 0 to 1. */
export function auditJson(report: AuditReport): string {
  const { dataset, rows, size, halfWidth, sampled, wrong, unsure, rate, interval, labels } = report;
  const value = {
    dataset,
    rows,
    sample_size: size,
    half_width: halfWidth,
    sampled,
    wrong,
    unsure,
    confidence: 0.95,
    error_rate: rate,
    error_rate_low: interval.low,
    error_rate_high: interval.high,
    labels: labels.map((own) => ({
      label: own.label,
      sampled: own.sampled,
      wrong: own.wrong,
      error_rate: own.rate,
      error_rate_low: own.interval.low,
      error_rate_high: own.interval.high,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The report as Markdown: a title, sentences and a table by label. */
export function auditMarkdown({ labels }: AuditReport, { title, sentences, head, share }: AuditWords): string {
  const rows = labels.map((own) => [
    own.label,
    String(own.sampled),
    String(own.wrong),
    share(own.rate),
    `${share(own.interval.low)} – ${share(own.interval.high)}`,
  ]);
  const table = [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows];
  const lines = table.map((cells) => `| ${cells.map(cellText).join(' | ')} |`);
  return `# ${lineText(title)}\n\n${sentences.map(lineText).join('\n\n')}\n\n${lines.join('\n')}\n`;
}

/** A text that stays on its line, and is no markup. */
function lineText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_<>[\]#]/g, '\\$&');
}

function cellText(text: string): string {
  return /^-+:?$/.test(text) ? text : lineText(text).replaceAll('|', '\\|');
}

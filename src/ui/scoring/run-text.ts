import type { ScoringRun } from '../../app/scoring/run.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';
import type { ModelTraits } from '../../protocol/model-wire.js';
import { sizeText, timeLeftText } from '../controls/quantity.js';

/** The fields of a run that the sentences need. */
export type RunFacts = Pick<ScoringRun, 'state' | 'total' | 'etaS' | 'download' | 'device' | 'model' | 'rowsPerS'> &
  Partial<Pick<ScoringRun, 'given' | 'oneThread' | 'inUse'>>;

/** The state of a run in one line. `done`: number of scored rows. */
export function runText(run: RunFacts, done: number, language: Language): string {
  const { state, total, etaS } = run;
  switch (state.at) {
    case 'loading':
      return loadingText(run, language);
    case 'scoring':
      return etaS === null
        ? language.t('run.scoring', { done, total })
        : language.t('run.scoring-left', { done, total, left: timeLeftText(etaS, language) });
    case 'paused':
      return language.t('run.paused', { done, total });
    case 'failed':
      return language.t('run.failed', { done, total });
    case 'done':
      return language.t(run.given ? 'run.done-given' : 'run.done', { count: done });
    case 'idle':
      return done > 0 ? language.t('run.scoring', { done, total }) : language.t('run.idle');
  }
}

function loadingText(run: RunFacts, language: Language): string {
  const { state, download } = run;
  if (state.at !== 'loading') return '';
  if (state.phase !== 'download' || !download || download.receivedBytes === 0) {
    return language.t(`run.phase-${state.phase}`);
  }
  const received = sizeText(download.receivedBytes, language.locale);
  if (download.totalBytes === 0) return language.t('run.phase-download-some', { received });
  return language.t('run.phase-download-bytes', { received, total: sizeText(download.totalBytes, language.locale) });
}

/** The device and its speed, or null before a device is chosen. */
export function deviceText(run: RunFacts, language: Language): string | null {
  const { rowsPerS } = run;
  const name = deviceName(run, language);
  if (name === null) return null;
  if (rowsPerS <= 0) return name;
  const rate = language.n(rowsPerS < 10 ? Math.round(rowsPerS * 10) / 10 : Math.round(rowsPerS));
  return language.t('run.device-rate', { device: name, rate });
}

function deviceName({ device, oneThread, inUse }: RunFacts, language: Language): string | null {
  if (device !== 'wasm') return device && language.t(`run.device-${device}`);
  if (!inUse) return language.t('run.device-wasm');
  const { workers, threads } = inUse;
  if (workers > 1) return language.t('run.device-wasm-workers', { count: workers });
  if (oneThread) return language.t(`run.device-wasm-one-thread-${oneThread}`);
  return language.t('run.device-wasm-threads', { count: threads });
}

/** The unusual traits of a model, a sentence for each; empty without any. */
export function traitSentences(traits: ModelTraits | undefined, language: Language): string[] {
  if (!traits) return [];
  const { probabilities, rows, tokens } = traits;
  return [
    ...(probabilities ? [language.t('run.trait-probabilities')] : []),
    ...(rows === null ? [] : [language.t('run.trait-rows', { count: rows })]),
    ...(tokens === null ? [] : [language.t('run.trait-tokens', { count: tokens })]),
  ];
}

const ANNOUNCED_PERCENT = 25;

/** A share (0..1) as a percentage for announcements: by quarters, so that a sentence changes only then. */
export function announcedPercent(share: number): number {
  return Math.floor(share * (100 / ANNOUNCED_PERCENT)) * ANNOUNCED_PERCENT;
}

/** The announcement for a screen reader. It changes at the start, at every quarter and at the end. */
export function announcement(run: RunFacts, done: number, language: Language): string {
  const { state, total } = run;
  if (state.at === 'idle') return '';
  if (state.at !== 'scoring') return language.t(`run.say-${state.at}`);
  const percent = announcedPercent(total > 0 ? done / total : 0);
  return percent > 0 ? language.t('run.say-percent', { percent }) : language.t('run.say-scoring');
}

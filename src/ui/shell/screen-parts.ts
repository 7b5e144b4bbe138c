import type { Part } from '../../app/shell/part.svelte.js';
import type { Parts } from '../../app/shell/parts.js';
import type ImportDialog from '../import/ImportDialog.svelte';
import type MapView from '../map/MapView.svelte';
import type AlikeDialog from '../review/AlikeDialog.svelte';
import type BulkNote from '../review/BulkNote.svelte';
import type BulkPreview from '../review/BulkPreview.svelte';
import type GuidelinesDialog from '../review/GuidelinesDialog.svelte';
import type HistoryPanel from '../review/HistoryPanel.svelte';
import type HealthDialog from '../review/HealthDialog.svelte';
import type EarlierReport from '../review/earlier/EarlierReport.svelte';
import type AuditDialog from '../review/estimate/AuditDialog.svelte';
import type EstimateDialog from '../review/estimate/EstimateDialog.svelte';
import type LabelsDialog from '../review/LabelsDialog.svelte';
import type KeysHelp from '../review/KeysHelp.svelte';
import type LabelKeyDialog from '../review/LabelKeyDialog.svelte';
import type SessionDialog from '../review/SessionDialog.svelte';
import type SeveralDialog from '../review/SeveralDialog.svelte';
import type TrainingDialog from '../training/TrainingDialog.svelte';
import type LeaveDialog from './LeaveDialog.svelte';
import type ReviewScreen from './ReviewScreen.svelte';

/** The components that load when they are first shown. */
export interface ScreenParts {
  readonly importDialog: Part<typeof ImportDialog>;
  readonly review: Part<typeof ReviewScreen>;
  readonly map: Part<typeof MapView>;
  readonly keysHelp: Part<typeof KeysHelp>;
  readonly trainingDialog: Part<typeof TrainingDialog>;
  readonly labelKeyDialog: Part<typeof LabelKeyDialog>;
  readonly alikeDialog: Part<typeof AlikeDialog>;
  readonly guidelinesDialog: Part<typeof GuidelinesDialog>;
  readonly historyPanel: Part<typeof HistoryPanel>;
  readonly labelsDialog: Part<typeof LabelsDialog>;
  readonly healthDialog: Part<typeof HealthDialog>;
  readonly sessionDialog: Part<typeof SessionDialog>;
  readonly earlierReport: Part<typeof EarlierReport>;
  readonly severalDialog: Part<typeof SeveralDialog>;
  readonly bulkNote: Part<typeof BulkNote>;
  readonly bulkPreview: Part<typeof BulkPreview>;
  readonly auditDialog: Part<typeof AuditDialog>;
  readonly estimateDialog: Part<typeof EstimateDialog>;
  readonly leaveDialog: Part<typeof LeaveDialog>;
}

/** The order in which an idle page loads them. */
export function screenParts(parts: Parts): ScreenParts {
  return {
    importDialog: parts.part(async () => (await import('../import/ImportDialog.svelte')).default),
    review: parts.part(async () => (await import('./ReviewScreen.svelte')).default),
    map: parts.part(async () => (await import('../map/MapView.svelte')).default),
    keysHelp: parts.part(async () => (await import('../review/KeysHelp.svelte')).default),
    trainingDialog: parts.part(async () => (await import('../training/TrainingDialog.svelte')).default),
    labelKeyDialog: parts.part(async () => (await import('../review/LabelKeyDialog.svelte')).default),
    alikeDialog: parts.part(async () => (await import('../review/AlikeDialog.svelte')).default),
    guidelinesDialog: parts.part(async () => (await import('../review/GuidelinesDialog.svelte')).default),
    historyPanel: parts.part(async () => (await import('../review/HistoryPanel.svelte')).default),
    labelsDialog: parts.part(async () => (await import('../review/LabelsDialog.svelte')).default),
    healthDialog: parts.part(async () => (await import('../review/HealthDialog.svelte')).default),
    sessionDialog: parts.part(async () => (await import('../review/SessionDialog.svelte')).default),
    earlierReport: parts.part(async () => (await import('../review/earlier/EarlierReport.svelte')).default),
    severalDialog: parts.part(async () => (await import('../review/SeveralDialog.svelte')).default),
    bulkNote: parts.part(async () => (await import('../review/BulkNote.svelte')).default),
    bulkPreview: parts.part(async () => (await import('../review/BulkPreview.svelte')).default),
    auditDialog: parts.part(async () => (await import('../review/estimate/AuditDialog.svelte')).default),
    estimateDialog: parts.part(async () => (await import('../review/estimate/EstimateDialog.svelte')).default),
    leaveDialog: parts.part(async () => (await import('./LeaveDialog.svelte')).default),
  };
}

import { bulkEn } from './en/bulk.js';
import { earlierEn } from './en/earlier.js';
import { estimateEn } from './en/estimate.js';
import { faultsEn } from './en/faults.js';
import { filesEn } from './en/files.js';
import { guidelinesEn } from './en/guidelines.js';
import { labelsEn } from './en/labels.js';
import { healthEn } from './en/health.js';
import { historyEn } from './en/history.js';
import { learningEn } from './en/learning.js';
import { mapEn } from './en/map.js';
import { reasonsEn } from './en/reasons.js';
import { reviewEn } from './en/review.js';
import { runEn } from './en/run.js';
import { sessionEn } from './en/session.js';
import { shellEn } from './en/shell.js';
import { trainingEn } from './en/training.js';

/** Every sentence a person reads, in English. */
export const en = {
  ...shellEn,
  ...filesEn,
  ...runEn,
  ...reviewEn,
  ...reasonsEn,
  ...bulkEn,
  ...historyEn,
  ...mapEn,
  ...trainingEn,
  ...learningEn,
  ...healthEn,
  ...sessionEn,
  ...earlierEn,
  ...guidelinesEn,
  ...labelsEn,
  ...estimateEn,
  ...faultsEn,
} as const;

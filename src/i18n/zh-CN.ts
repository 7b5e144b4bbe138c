import type { Dictionary } from './language.svelte.js';
import { bulkZh } from './zh-CN/bulk.js';
import { earlierZh } from './zh-CN/earlier.js';
import { estimateZh } from './zh-CN/estimate.js';
import { faultsZh } from './zh-CN/faults.js';
import { filesZh } from './zh-CN/files.js';
import { guidelinesZh } from './zh-CN/guidelines.js';
import { labelsZh } from './zh-CN/labels.js';
import { healthZh } from './zh-CN/health.js';
import { historyZh } from './zh-CN/history.js';
import { learningZh } from './zh-CN/learning.js';
import { mapZh } from './zh-CN/map.js';
import { reasonsZh } from './zh-CN/reasons.js';
import { reviewZh } from './zh-CN/review.js';
import { runZh } from './zh-CN/run.js';
import { sessionZh } from './zh-CN/session.js';
import { shellZh } from './zh-CN/shell.js';
import { trainingZh } from './zh-CN/training.js';

/** Every sentence a person reads, in Simplified Chinese. */
export const zhCN: Dictionary = {
  ...shellZh,
  ...filesZh,
  ...runZh,
  ...reviewZh,
  ...reasonsZh,
  ...bulkZh,
  ...historyZh,
  ...mapZh,
  ...trainingZh,
  ...learningZh,
  ...healthZh,
  ...sessionZh,
  ...earlierZh,
  ...guidelinesZh,
  ...labelsZh,
  ...estimateZh,
  ...faultsZh,
};

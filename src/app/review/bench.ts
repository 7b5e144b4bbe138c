import type { AppPorts } from '../../protocol/app-ports.js';
import { followMerges } from '../labels/merged-results.svelte.js';
import type { LabelMap } from '../labels/map.svelte.js';
import { LabelDoubts } from '../predictions/label-doubts.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { Training } from '../training/training.js';
import { AlikeTexts } from './alike-texts.svelte.js';
import type { LabelFollowers } from './label-followers.js';
import { ClassHealthReport } from './health.svelte.js';
import { History } from './history.js';
import type { Review } from './review.svelte.js';
import { RecentChanges } from './recent-changes.svelte.js';
import { RowReasons } from './row-reasons.svelte.js';

/** The parts of the app that the review bench is built from. */
export interface BenchParts {
  readonly review: Review;
  readonly predictions: Predictions;
  readonly labelMap: LabelMap;
  readonly view: RowView;
  readonly project: Project;
  readonly outbox: Outbox;
  readonly remarks: Remarks;
  readonly notices: Notices;
  readonly training: Training;
  readonly labelFollowers: LabelFollowers;
}

/** Tools for a person who reviews rows. They read and call other parts, and no other part depends on them. */
export interface ReviewBench {
  readonly history: History;
  readonly recent: RecentChanges;
  /** Settings that name labels. */
  readonly labelFollowers: LabelFollowers;
  readonly health: ClassHealthReport;
  /** Rows with alike texts. */
  readonly alike: AlikeTexts;
}

/** Builds the review bench. */
export function composeBench(
  parts: BenchParts,
  ports: Pick<AppPorts, 'clock' | 'storage' | 'textGroups'>,
): ReviewBench {
  const { review, predictions, labelMap, view, project, outbox, remarks, notices, training, labelFollowers } = parts;
  const { clock, storage, textGroups } = ports;
  const alike = new AlikeTexts({ project, start: textGroups, store: storage.store, outbox, notices });
  const doubts = new LabelDoubts(predictions);
  new RowReasons({ project, predictions, doubts, labelMap, training, review, alike, marks: view.marks, clock });
  followMerges(labelMap, predictions, review);
  return {
    history: new History({ review, view, remarks, project, followers: labelFollowers }),
    recent: new RecentChanges({ review, view, remarks }),
    labelFollowers,
    health: new ClassHealthReport({ review, predictions, doubts, labelMap, clock }),
    alike,
  };
}

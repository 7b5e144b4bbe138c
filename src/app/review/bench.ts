import type { Clock } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import { ClassHealthReport } from './health.svelte.js';
import { History } from './history.js';
import type { Review } from './review.svelte.js';

/** The parts of the app that the review bench is built from. */
export interface BenchParts {
  readonly review: Review;
  readonly predictions: Predictions;
  readonly labelMap: LabelMap;
  readonly view: RowView;
  readonly project: Project;
  readonly remarks: Remarks;
  readonly clock: Clock;
}

/** Tools for a person who reviews rows. They read and call other parts, and no other part depends on them. */
export interface ReviewBench {
  readonly history: History;
  readonly health: ClassHealthReport;
}

/** Builds the review bench. */
export function composeBench({
  review,
  predictions,
  labelMap,
  view,
  project,
  remarks,
  clock,
}: BenchParts): ReviewBench {
  return {
    history: new History({ review, view, remarks, project }),
    health: new ClassHealthReport({ review, predictions, labelMap, clock }),
  };
}

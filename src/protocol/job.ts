/**
 * Names one job of a worker, such as one reading of one file or one export. It is unique over all workers of the page.
 * The call that begins a job returns it, and every later call about the job carries it. A call for a job that was
 * replaced or ended, or that began in another worker, is the fault `job-ended`.
 */
export type JobId = string;

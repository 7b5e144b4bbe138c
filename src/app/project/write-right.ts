import type { Claim, Locks } from '../../protocol/ports.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox } from './outbox.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import type { Project } from './project.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { ScoringRun } from '../scoring/run.svelte.js';

export interface WriteRightDeps {
  readonly locks: Locks;
  readonly notices: Notices;
  readonly project: Project;
  readonly review: Review;
  readonly run: ScoringRun;
  readonly learning: LearningRun;
  readonly outbox: Outbox;
  readonly passes: PassesRun;
}

/** The codes of notices that appear while another tab writes. */
const READ_ONLY = ['read-only-tab', 'read-only-unsaved'] as const;

/** The right to write to the open project. One tab has it, and another can ask for it. */
export class WriteRight {
  #claim: Claim | null = null;
  readonly #deps: WriteRightDeps;

  constructor(deps: WriteRightDeps) {
    this.#deps = deps;
  }

  /** Claims the right to write to a project. The caller passes the claim to `take` or releases it. */
  claim(projectId: string): Promise<Claim> {
    return this.#deps.locks.claim(projectId);
  }

  /** Takes the claim of the open project. Calls `gained` when another tab releases the right. */
  take(claim: Claim, gained: () => void): void {
    const { review } = this.#deps;
    this.#claim = claim;
    review.writable = claim.writable;
    if (claim.writable) this.#withdraw();
    claim.onAsked(() => this.#finish(claim));
    claim.onLost(() => this.#lose(claim, gained));
    this.#await(claim, gained);
  }

  /** Takes over the right from another tab. False after a failure. */
  async takeOver(): Promise<boolean> {
    return this.#claim !== null && (await this.#claim.takeOver());
  }

  /** Releases the right before another project opens. */
  release(): void {
    this.#claim?.release();
    this.#claim = null;
  }

  /** Releases the right of a closed project, and withdraws its notices. */
  close(): void {
    this.release();
    this.#withdraw();
  }

  #withdraw(): void {
    for (const code of READ_ONLY) this.#deps.notices.withdraw(code);
  }

  /** Another tab asks for the right: this tab takes no more decisions, and stores those it has. */
  async #finish(claim: Claim): Promise<void> {
    if (claim !== this.#claim) return;
    const { review, run, outbox } = this.#deps;
    run.pause();
    await review.handOver();
    await outbox.settled();
  }

  #lose(claim: Claim, gained: () => void): void {
    const { review, notices, run, learning, outbox, passes, project } = this.#deps;
    if (claim !== this.#claim || !project.record) return;
    review.writable = false;
    run.pause();
    if (learning.busy || learning.state.at === 'paused') learning.cancel();
    passes.pause();
    outbox.release(project.record.id);
    const count = outbox.journals.unsavedOf(project.record.id);
    if (count > 0) notices.raise({ code: 'read-only-unsaved', params: { count } });
    this.#await(claim, gained);
  }

  #await(claim: Claim, gained: () => void): void {
    void claim.gained.then(() => {
      if (claim === this.#claim) gained();
    });
  }
}

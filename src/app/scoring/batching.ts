import { halveBudget, planBatches, type BatchLimits, type BatchPlan } from '../../domain/models/batch.js';
import type { DeviceKind, LoadedModel } from '../../protocol/model-wire.js';

const LIMITS: Readonly<Record<DeviceKind | 'software', Omit<BatchLimits, 'maxColumns'>>> = {
  webgpu: { tokenBudget: 8192, maxRows: 256, multiple: 8 },
  // A software adapter is far slower than a graphics processor. Small batches let a run pause in time.
  software: { tokenBudget: 512, maxRows: 32, multiple: 8 },
  wasm: { tokenBudget: 2048, maxRows: 64, multiple: 8 },
};

/** The sizes of batches on one device. They shrink where its memory does not suffice, and stay small. */
export class Batching {
  #limits: BatchLimits | null = null;

  /** Fits the batches to a loaded model. `device`: `software` = a WebGPU adapter that is a program. */
  fit(device: DeviceKind | 'software', { maxTokens, traits }: LoadedModel): void {
    // A fixed length applies to every row and every text.
    const multiple = traits.tokens ?? LIMITS[device].multiple;
    this.#limits = { ...(this.#limits ?? LIMITS[device]), multiple, maxColumns: maxTokens };
  }

  /** Forgets the sizes before the device changes. */
  forget(): void {
    this.#limits = null;
  }

  /** Makes later batches smaller. Returns false at the smallest size. */
  halve(): boolean {
    const smaller = this.#limits && halveBudget(this.#limits);
    if (!smaller) return false;
    this.#limits = smaller;
    return true;
  }

  /** Plans batches over rows of a chunk (ids relative to it). `lengths`: number of tokens of each row of the chunk. */
  plan(lengths: Uint16Array, rows: readonly number[]): BatchPlan[] {
    if (!this.#limits) return [];
    const plans = planBatches(
      rows.map((row) => lengths[row] ?? 0),
      this.#limits,
    );
    return plans.map((plan) => ({ rows: plan.rows.map((i) => rows[i] ?? 0), columns: plan.columns }));
  }
}

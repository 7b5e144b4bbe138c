import { halveBudget, planBatches, type BatchLimits, type BatchPlan } from '../../domain/models/batch.js';
import type { DeviceKind, LoadedModel } from '../../protocol/model-wire.js';

const LIMITS: Readonly<Record<DeviceKind | 'software', Omit<BatchLimits, 'maxColumns'>>> = {
  webgpu: { tokenBudget: 8192, maxRows: 256, multiple: 8 },
  // A software adapter takes seconds for what a graphics processor does at once: small batches can be paused.
  software: { tokenBudget: 512, maxRows: 32, multiple: 8 },
  wasm: { tokenBudget: 2048, maxRows: 64, multiple: 8 },
};

/** The sizes of batches on one device. They shrink where its memory does not suffice, and stay small. */
export class Batching {
  #limits: BatchLimits | null = null;

  /** Fits the batches to a model that is loaded. `device`: `software` = a WebGPU adapter that is a program. */
  fit(device: DeviceKind | 'software', { maxTokens, traits }: LoadedModel): void {
    // Rows of a fixed length are as long as that, whatever is in them.
    const multiple = traits.tokens ?? LIMITS[device].multiple;
    this.#limits = { ...(this.#limits ?? LIMITS[device]), multiple, maxColumns: maxTokens };
  }

  /** Forgets the sizes: another device comes. */
  forget(): void {
    this.#limits = null;
  }

  /** Smaller batches from now on; false when they are as small as they get. */
  halve(): boolean {
    const smaller = this.#limits && halveBudget(this.#limits);
    if (!smaller) return false;
    this.#limits = smaller;
    return true;
  }

  /** Batches over some rows of a chunk (ids relative to it). `lengths`: tokens of each row of the chunk. */
  plan(lengths: Uint16Array, rows: readonly number[]): BatchPlan[] {
    if (!this.#limits) return [];
    const plans = planBatches(
      rows.map((row) => lengths[row] ?? 0),
      this.#limits,
    );
    return plans.map((plan) => ({ rows: plan.rows.map((i) => rows[i] ?? 0), columns: plan.columns }));
  }
}

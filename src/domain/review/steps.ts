/** Items of a step. */
const STEP_ITEMS = 1024;

/** Divides a loop into steps: `due` is true once in 1,024 reads. */
export class Steps {
  #count = 0;

  get due(): boolean {
    this.#count += 1;
    return this.#count % STEP_ITEMS === 0;
  }
}

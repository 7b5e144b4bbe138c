import type { Fault } from '../../src/protocol/fault.js';

/** Wraps an object with asynchronous methods. A test makes them wait, fail, throw, or never answer. */
export interface Controlled<T extends object> {
  readonly it: T;
  /** The received calls, in order. */
  readonly calls: { readonly method: string; readonly args: readonly unknown[] }[];
  /** Runs before each call. A fault that it returns is the call's answer. */
  before: (method: string, args: readonly unknown[]) => Fault | undefined | Promise<Fault | undefined>;
  /** Delays the answer of a call until it settles. */
  after: (method: string, args: readonly unknown[]) => undefined | Promise<void>;
  /** False: the page is closed. Calls have no effect and no answer. */
  alive: boolean;
}

export function controlled<T extends object>(inner: T): Controlled<T> {
  const control: Controlled<T> = {
    it: new Proxy(inner, {
      get: (target, method): unknown => {
        const real: unknown = Reflect.get(target, method);
        if (typeof real !== 'function' || typeof method !== 'string') return real;
        return (...args: unknown[]) => call(control, method, args, () => real.apply(target, args) as unknown);
      },
    }),
    calls: [],
    before: () => undefined,
    after: () => undefined,
    alive: true,
  };
  return control;
}

async function call<T extends object>(
  control: Controlled<T>,
  method: string,
  args: readonly unknown[],
  real: () => unknown,
): Promise<unknown> {
  if (!control.alive) return never();
  control.calls.push({ method, args });
  const fault = await control.before(method, args);
  if (!control.alive) return never();
  const answer = fault ? { ok: false, fault } : await real();
  await control.after(method, args);
  return control.alive ? answer : never();
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** A gate that is closed at first. `passed` settles once it is open. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

/** Runs all tasks that are ready. */
export function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Waits until a condition holds. Throws when it never does. */
export async function until(holds: () => boolean, what = String(holds)): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) {
    if (holds()) return;
    await tick();
  }
  throw new Error(`never: ${what}`);
}

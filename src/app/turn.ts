/** Whether a turn has ended. A function, since the answer changes with every wait. */
export function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

import type { PoolFacts } from '../../domain/models/pool.js';
import type { ThreadLimit } from '../../protocol/ports.js';
import { isCrossOriginIsolated } from '../page/offline.js';

/** More threads than this make a small model no faster. */
const MOST_THREADS = 8;

/** What the number of threads depends on. */
interface ThreadFacts {
  readonly userAgent: string;
  /** Processor cores, as the browser reports them. */
  readonly cores: number;
  /** Whether the page may share memory between threads. */
  readonly isolated: boolean;
}

/** The threads that a model may use in this browser. */
export function threadLimit(): ThreadLimit {
  const { userAgent, hardwareConcurrency } = navigator;
  return threadLimitOf({ userAgent, cores: hardwareConcurrency, isolated: isCrossOriginIsolated() });
}

/** Where the browser does not report its memory: that of a small laptop. */
const USUAL_MEMORY_GB = 4;

/** The machine, as far as the number of workers depends on it. */
export function machineFacts(): PoolFacts {
  const { hardwareConcurrency, deviceMemory } = navigator as Navigator & { readonly deviceMemory?: number };
  return { cores: hardwareConcurrency, memory: (deviceMemory ?? USUAL_MEMORY_GB) * 1e9 };
}

/**
 * The threads that a model may use. The threads of onnxruntime-web are workers that the model worker starts. In Firefox
 * (Gecko on any system) a worker that another worker starts can stall before its first line, so a model has one thread
 * there.
 */
export function threadLimitOf({ userAgent, cores, isolated }: ThreadFacts): ThreadLimit {
  const count = isolated ? Math.min(MOST_THREADS, Math.max(1, cores)) : 1;
  // Other engines have "like Gecko" in their names, without a version.
  const gecko = /\bGecko\/\d/.test(userAgent);
  return gecko && count > 1 ? { count: 1, cause: 'gecko' } : { count, cause: null };
}

import type { ModelEntry } from './ports.js';

/** Settings that belong to one project, and that are deleted with it. */
const PROJECT_SETTINGS = [
  'signals',
  'signals-made',
  'results',
  'passes',
  'learned',
  'label-advice',
  'label-keys',
  'guidelines',
  'downloaded',
  'draws',
  'conflicts',
  'nearest',
] as const;
export type ProjectSetting = (typeof PROJECT_SETTINGS)[number];

/** The key of a project's setting. `part` names the subject where there can be several. */
export function projectSetting(kind: ProjectSetting, projectId: string, part?: string): string {
  return part === undefined ? `${kind}:${projectId}` : `${kind}:${projectId}:${part}`;
}

/** Whether a setting belongs to this project. */
export function isSettingOf(key: string, projectId: string): boolean {
  const [kind = '', ...rest] = key.split(':');
  const after = rest.join(':');
  return PROJECT_SETTINGS.some((known) => known === kind) && (after === projectId || after.startsWith(`${projectId}:`));
}

/** The key of the hash of a model in its chosen precision, so that its results are found before the model is loaded. */
export function modelHashSetting({ key, source }: Pick<ModelEntry, 'key' | 'source'>): string {
  const graph = source.kind === 'files' ? source.graph : undefined;
  return graph === undefined ? `loaded-hash:${key}` : `loaded-hash:${key}:${graph}`;
}

/** The key of the graph that a person chose among a model's precisions. */
export function modelGraphSetting(modelKey: string): string {
  return `model-graph:${modelKey}`;
}

/** The key of the faster choice of workers for a model on this machine, by a key of the model's files. */
export function modelPoolSetting(filesKey: string): string {
  return `model-pool:${filesKey}`;
}

import type { ModelEntry } from './ports.js';

/** What is remembered as a setting, but belongs to one project and goes with it. */
type ProjectSetting =
  'signals' | 'signals-made' | 'results' | 'passes' | 'learned' | 'label-advice' | 'label-keys' | 'downloaded';

const PROJECT_SETTINGS: readonly string[] = [
  'signals',
  'signals-made',
  'results',
  'passes',
  'learned',
  'label-advice',
  'label-keys',
  'downloaded',
] satisfies readonly ProjectSetting[];

/** Where a project's setting is kept; `part`: what it is about, where there can be several. */
export function projectSetting(kind: ProjectSetting, projectId: string, part?: string): string {
  return part === undefined ? `${kind}:${projectId}` : `${kind}:${projectId}:${part}`;
}

/** Whether a setting belongs to this project. */
export function isSettingOf(key: string, projectId: string): boolean {
  const [kind = '', ...rest] = key.split(':');
  const after = rest.join(':');
  return PROJECT_SETTINGS.includes(kind) && (after === projectId || after.startsWith(`${projectId}:`));
}

/** Where the hash of a model in its chosen precision is remembered, so that its results are found without loading it. */
export function modelHashSetting({ key, source }: Pick<ModelEntry, 'key' | 'source'>): string {
  const graph = source.kind === 'files' ? source.graph : undefined;
  return graph === undefined ? `loaded-hash:${key}` : `loaded-hash:${key}:${graph}`;
}

/** Where the graph is remembered that a person chose among a model's precisions. */
export function modelGraphSetting(modelKey: string): string {
  return `model-graph:${modelKey}`;
}

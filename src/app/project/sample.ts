import type { AppPorts } from '../../protocol/app-ports.js';
import type { AddressPort } from '../../protocol/ports.js';
import type { Analysis } from '../scoring/analysis.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Session } from './session.js';
import type { ProjectSource } from './source.svelte.js';

export interface SampleDeps {
  readonly ports: Pick<AppPorts, 'sample'>;
  readonly source: ProjectSource;
  readonly session: Session;
  readonly analysis: Analysis;
  readonly address: AddressPort;
  readonly notices: Notices;
}

/** The sample that comes with the page. */
export class Sample {
  readonly #deps: SampleDeps;

  constructor(deps: SampleDeps) {
    this.#deps = deps;
  }

  /** Opens the sample, writes it into the address, and starts scoring it. */
  async open(): Promise<void> {
    const { ports, source, session, analysis, address, notices } = this.#deps;
    const sample = await ports.sample();
    if (!sample.ok) {
      source.end();
      notices.raise(sample.fault);
      return;
    }
    await session.openDirectly(sample.value);
    address.write({ sample: 'news' });
    await analysis.start();
  }
}

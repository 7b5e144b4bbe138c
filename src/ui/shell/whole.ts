import type { Application } from '../../app/shell/application.js';
import type HeaderWork from './HeaderWork.svelte';
import type { Screen } from './screen.svelte.js';
import type TopBars from './TopBars.svelte';
import type Work from './Work.svelte';

/** The application and the components that show it. They load together, after the start page. */
export interface Whole {
  readonly app: Application;
  readonly screen: Screen;
  readonly HeaderWork: typeof HeaderWork;
  readonly TopBars: typeof TopBars;
  readonly Work: typeof Work;
}

import type { Application } from '../app/application.js';
import type HeaderWork from './shell/HeaderWork.svelte';
import type { Screen } from './shell/screen.svelte.js';
import type TopBars from './shell/TopBars.svelte';
import type Work from './shell/Work.svelte';

/** The application and what shows it. They are loaded together, after the start page. */
export interface Whole {
  readonly app: Application;
  readonly screen: Screen;
  readonly HeaderWork: typeof HeaderWork;
  readonly TopBars: typeof TopBars;
  readonly Work: typeof Work;
}

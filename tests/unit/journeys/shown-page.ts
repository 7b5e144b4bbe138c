import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mount, unmount } from 'svelte';
import { afterEach, vi } from 'vitest';
import { Parts } from '../../../src/app/shell/parts.js';
import { Startup } from '../../../src/app/shell/startup.svelte.js';
import type { Locale } from '../../../src/i18n/language.svelte.js';
import App from '../../../src/ui/App.svelte';
import HeaderWork from '../../../src/ui/shell/HeaderWork.svelte';
import { screenParts } from '../../../src/ui/shell/screen-parts.js';
import { Screen } from '../../../src/ui/shell/screen.svelte.js';
import TopBars from '../../../src/ui/shell/TopBars.svelte';
import type { Whole } from '../../../src/ui/shell/whole.js';
import Work from '../../../src/ui/shell/Work.svelte';
import { tick } from '../../fakes/controlled.js';
import { FakeBrowser, type Page } from '../../fakes/page.js';
import { Hand, settled, soon } from './hand.js';

/** Classes of the built-in model. */
export const NEWS_CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** The height in CSS px in which every list draws its rows, without a layout. */
const VIEW_PX = 3000;
/** The size of a window that shows list, map and card side by side. */
const VIEWPORT = { width: 1440, height: 900 };

/** A timeout for learning on a busy machine, not a measure of speed. */
const LEARNING_MS = 150_000;

interface HappyWindow {
  readonly happyDOM: { readonly setViewport: (size: { width: number; height: number }) => void };
}

type Content = string | Uint8Array;

/** A row as the list shows it. */
export interface ShownRow {
  readonly row: number;
  /** NaN without one. */
  readonly loss: number;
  readonly label: string;
  /** Name of the predicted class. Empty without one. */
  readonly predicted: string;
  readonly status: string;
}

/**
 * The whole page in a document: the composed app on fake ports under the components that `main.ts` shows. No element
 * has a size.
 */
export class ShownPage extends Hand {
  readonly browser: FakeBrowser;
  readonly tab: Page;
  readonly #component: object;

  private constructor(browser: FakeBrowser, tab: Page, component: object) {
    super();
    this.browser = browser;
    this.tab = tab;
    this.#component = component;
  }

  /** Opens the page in a tab of a browser. `query` is its address. The built-in model is the project's news model. */
  static async open({
    browser = newsBrowser(),
    query = '',
    locale = 'en',
  }: { readonly browser?: FakeBrowser; readonly query?: string; readonly locale?: Locale } = {}): Promise<ShownPage> {
    Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => VIEW_PX });
    (window as unknown as HappyWindow).happyDOM.setViewport(VIEWPORT);
    const tab = browser.visit(query);
    tab.host.modelOf = () => ({ hash: 'fake', classes: browser.library.entry.classes });
    const { app } = tab;
    await app.preferences.setLocale(locale);
    await app.preferences.init();
    const onMissing = (): never => {
      throw new Error('a part of the page cannot be loaded');
    };
    const parts = new Parts({ idle: tick, reload: () => Promise.resolve(false), onMissing });
    const shown = screenParts(parts);
    const startup = new Startup<Whole>({
      store: tab.storing.it,
      opensSample: false,
      build: async () => {
        await app.prepare();
        return { app, screen: new Screen(() => app, shown), HeaderWork, TopBars, Work };
      },
      collect: (transfer) => Promise.resolve(Array.from(transfer.files, (file) => ({ path: file.name, file }))),
    });
    await startup.init();
    const { language, preferences, notices, offline } = app;
    const component = mount(App, {
      target: document.body,
      props: { startup, parts: shown, language, preferences, notices, offline },
    });
    const page = new ShownPage(browser, tab, component);
    opened.add(page);
    await startup.open();
    await startup.begin();
    await settled();
    return page;
  }

  /** Removes the page, as a closed tab does. */
  async close(): Promise<void> {
    opened.delete(this);
    this.tab.die();
    await unmount(this.#component);
  }

  /** Loads the page again in the same browser. */
  async reload(): Promise<ShownPage> {
    const { browser, tab } = this;
    const { locale } = tab.app.language;
    await this.close();
    return ShownPage.open({ browser, query: String(tab.address.params), locale });
  }

  /** Picks files together. */
  async giveAll(files: readonly (readonly [name: string, content: Content])[]): Promise<void> {
    const input = this.get('file-input') as HTMLInputElement;
    const picked = files.map(([name, content]) => new File([content as BlobPart], name));
    Object.defineProperty(input, 'files', { configurable: true, value: picked });
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  }

  /** Picks one file. */
  give(name: string, content: Content): Promise<void> {
    return this.giveAll([[name, content]]);
  }

  /** Waits until the mapping dialog has read the whole file. Returns how many records became rows. */
  async readThrough(): Promise<{ rows: number; rejected: number }> {
    await soon(() => this.isDisabled('import-confirm')).toBe(false);
    return {
      rows: Number(this.data('import-dialog', 'rows')),
      rejected: Number(this.data('import-dialog', 'rejected')),
    };
  }

  /** Confirms the mapping dialog once the file has been read, and waits for the list. */
  async confirm(): Promise<void> {
    await this.readThrough();
    await this.press('import-confirm');
    await soon(() => this.all('import-dialog').length).toBe(0);
    await soon(() => this.all('queue').length).toBe(1);
  }

  /** Picks a file and opens it as the dialog proposes. */
  async openFile(name: string, content: Content): Promise<void> {
    await this.give(name, content);
    await this.confirm();
  }

  /** The chosen columns of the open dialog, by test id without `import-`. Omits the fields without a column. */
  chosenColumns(): Record<string, string> {
    const roles = ['text', 'text-join', 'text-b', 'label', 'id', 's-label'];
    const chosen = roles.map((role) => [role, this.value(`import-${role}`)] as const);
    return Object.fromEntries(chosen.filter(([, column]) => column !== ''));
  }

  /** The reading settings of the open dialog. */
  chosenSettings(): Record<string, string | boolean> {
    const names = ['delimiter', 'quote', 'encoding'];
    const settings = names.map((name) => [name, this.value(`import-${name}`)] as const);
    return { header: this.isChecked('import-header'), ...Object.fromEntries(settings) };
  }

  /** The shown rows of the list, from the top. */
  rows(): ShownRow[] {
    return this.all('queue-row').map(({ dataset }) => ({
      row: Number(dataset['row']),
      loss: dataset['loss'] ? Number(dataset['loss']) : Number.NaN,
      label: dataset['label'] ?? '',
      predicted: dataset['predicted'] ?? '',
      status: dataset['status'] ?? '',
    }));
  }

  /** A row of the list. */
  row(row: number): HTMLElement {
    const found = this.all('queue-row').find(({ dataset }) => dataset['row'] === String(row));
    if (!found) throw new Error(`not in the list: row ${row}`);
    return found;
  }

  /** Shows a row on the card. */
  async openRow(row: number): Promise<void> {
    await soon(() => this.row(row)).toBeTruthy();
    await this.press(this.row(row));
    await soon(() => this.data('card', 'row')).toBe(String(row));
  }

  /** Sets another label of a row by the button of the card, and waits until that is saved. */
  async correct(row: number, label: string): Promise<void> {
    await this.openRow(row);
    await this.press(`label-option-${label}`);
    await this.saved();
  }

  /** Waits until every decision is saved. */
  async saved(): Promise<void> {
    await soon(() => this.data('saved-state', 'state')).toBe('saved');
  }

  /** Chooses an export and returns its files. */
  async exports(choice: string, count = 1): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
    const before = this.tab.downloads.files.length;
    await this.press('export-menu');
    await this.press(choice);
    await soon(() => this.tab.downloads.files.length).toBe(before + count);
    return this.tab.downloads.files.slice(before);
  }

  /** Chooses an export of one file and returns its text. */
  async exported(choice: string): Promise<string> {
    const [file] = await this.exports(choice);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file?.bytes);
  }

  /** Exports the corrected dataset and returns the texts of its files by name. */
  async exportedFiles(count: number): Promise<Record<string, string>> {
    const files = await this.exports('export-jsonl', count);
    return Object.fromEntries(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
  }

  /** The rows of the open dataset in the audit export. */
  async audit(): Promise<Record<string, unknown>[]> {
    return objectsOf(await this.exported('export-audit'));
  }

  /** The number of rows of each label, written as JSON. A row without a label counts as `null`. */
  async labelCounts(): Promise<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const row of await this.audit()) {
      const label = JSON.stringify(row['original_label']);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }

  /** The list of records set aside in the open dialog: line, reason, content of each. */
  rejects(): string[][] {
    const rows = [...this.get('rejects').querySelectorAll('tbody tr')];
    return rows.map((row) => Array.from(row.querySelectorAll('td'), (cell) => this.text(cell)));
  }

  /** Scores the open dataset with the chosen model. */
  async score(): Promise<void> {
    await this.press('run-start');
    await soon(() => this.data('run-status', 'state')).toBe('done');
  }

  /** Waits until the page has learnt from the open dataset. */
  async learnt(): Promise<void> {
    await soon(() => this.data('run-status', 'device')).toBe('learned');
    await soon(() => this.data('run-status', 'state'), LEARNING_MS).toBe('done');
  }
}

vi.setConfig({ testTimeout: 2 * LEARNING_MS });

const opened = new Set<ShownPage>();
afterEach(async () => {
  for (const page of opened) await page.close();
  document.body.replaceChildren();
});

/** A browser whose built-in model has these classes, by default the real model's. */
export function newsBrowser(classes: readonly string[] = NEWS_CLASSES): FakeBrowser {
  const browser = new FakeBrowser();
  Object.assign(browser.library.entry, { classes });
  return browser;
}

/** The bytes of a small input with the format of a real dataset. */
export function caseFile(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../../fixtures/cases', name));
}

/** The objects of a JSONL text. */
export function objectsOf(jsonl: string): Record<string, unknown>[] {
  const lines = jsonl.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

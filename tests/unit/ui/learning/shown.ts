import { flushSync, mount, unmount, type Component } from 'svelte';

let mounted: object | null = null;

/** Shows a component alone on the page. */
export function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): void {
  hide();
  mounted = mount(component, { target: document.body, props });
  flushSync();
}

/** Takes the component from the page. */
export function hide(): void {
  if (mounted) void unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
}

/** The elements of a test id. */
export const all = (id: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];

/** The only element of a test id. */
export function one(id: string): HTMLElement {
  const [found, ...more] = all(id);
  if (!found || more.length > 0) throw new Error(`${all(id).length} elements are ${id}`);
  return found;
}

/** The texts of the elements of a test id. */
export const texts = (id: string): (string | undefined)[] => all(id).map((found) => found.textContent?.trim());

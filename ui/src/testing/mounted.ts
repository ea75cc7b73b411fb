// The whole window mounted around a fake program, for tests that see and press.
// Not here: what the program answers (fakeBackend.ts).
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach } from 'vitest';
import Window from '../Window.svelte';
import type { Backend } from '../ipc';
import { App } from '../state/app.svelte';
import { fakeBackend } from './fakeBackend';
import type { FakeBackend } from './fakeBackend';

let mounted: Record<string, unknown> | undefined;

/** To be called once in a file of tests: every test begins with nothing remembered. */
export function cleanly(): void {
  beforeEach(() => { localStorage.clear(); resize(1280); });
  afterEach(close);
}

export async function open(answers: Partial<Backend> = {}): Promise<{ backend: FakeBackend; app: App }> {
  const backend = fakeBackend(answers);
  const app = new App(backend);
  mounted = mount(Window, { target: document.body, props: { app } });
  await rest();
  return { backend, app };
}

export async function close(): Promise<void> {
  if (mounted) await unmount(mounted);
  mounted = undefined;
  document.body.replaceChildren();
}

export function resize(widthPx: number): void {
  Object.defineProperty(window, 'innerWidth', { value: widthPx, configurable: true });
  window.dispatchEvent(new Event('resize'));
}

export async function rest(ms = 5): Promise<void> {
  await new Promise((done) => setTimeout(done, ms));
  flushSync();
}

export const all = (id: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];

export const one = (id: string): HTMLElement => {
  const element = all(id)[0];
  if (!element) throw new Error(`nothing carries ${id}`);
  return element;
};

export function press(key: string, over: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }));
}

export async function search(text: string): Promise<void> {
  const field = one('search-field') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await rest(150);
}

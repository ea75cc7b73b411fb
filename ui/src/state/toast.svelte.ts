// One short message at the foot of the window: something done that can be undone, or a
// command that failed. A new one replaces the old. Not here: import problems and search
// errors, which are shown where they belong.
import { asProblem } from '../ipc';
import { strings, inWords } from '../strings';

export interface Toast {
  text: string;
  hint: string | null;
  failed: boolean;
  action: { label: string; run: () => void } | null;
}

const DONE_MS = 10_000;
const FAILED_MS = 20_000;

export class Toasts {
  current = $state<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  done(text: string, action: Toast['action'] = null): void {
    this.#show({ text, hint: null, failed: false, action }, DONE_MS);
  }

  failed(thrown: unknown): void {
    const problem = inWords(asProblem(thrown));
    this.#show({ text: problem.message || strings.toast.failed, hint: problem.hint === '' ? null : problem.hint, failed: true, action: null }, FAILED_MS);
  }

  /** Does what the message offers, and takes it away. */
  act(): void {
    const action = this.current?.action;
    this.dismiss();
    action?.run();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  #show(toast: Toast, ms: number): void {
    clearTimeout(this.#timer);
    this.current = toast;
    this.#timer = setTimeout(() => { this.current = null; }, ms);
  }
}

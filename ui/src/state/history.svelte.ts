// The way back and forth along what was changed: one stack, kept by the program.
// Not here: what a change is, and how it is taken back.
import { Problem } from '../ipc';
import type { Backend, Undone } from '../ipc';
import { strings } from '../strings';
import type { Toast, Toasts } from './toast.svelte';

const words = strings.history;

export interface HistoryHooks {
  /** Articles are gone from the library. */
  takenOut: (articleIds: readonly number[]) => void;
  /** Articles are back. */
  broughtBack: (articleIds: readonly number[]) => void;
  /** Something else is as it was, or was made anew. */
  changed: () => void;
}

export class History {
  constructor(private readonly backend: Backend, private readonly toasts: Toasts, private readonly hooks: HistoryHooks) {}

  /** What a message offers after a change. */
  offer(change: number): Toast['action'] {
    return { label: words.undo, run: () => { void this.#step(() => this.backend.undoChange(change), true); } };
  }

  /** The same for the change made last. */
  offerLast(): Toast['action'] {
    return { label: words.undo, run: () => { void this.undo(); } };
  }

  undo(): Promise<void> { return this.#step(() => this.backend.undoLast(), true); }

  redo(): Promise<void> { return this.#step(() => this.backend.redo(), false); }

  async #step(make: () => Promise<Undone>, isUndo: boolean): Promise<void> {
    try {
      const step = await make();
      const said = isUndo ? words.undone(step.kind) : words.redone(step.kind);
      this.toasts.done(said, isUndo ? { label: words.redo, run: () => { void this.redo(); } } : this.offer(step.change));
      if (step.takenOut.length > 0) this.hooks.takenOut(step.takenOut);
      else if (step.broughtBack.length > 0) this.hooks.broughtBack(step.broughtBack);
      else this.hooks.changed();
    } catch (thrown) {
      if (thrown instanceof Problem && (thrown.code === 'nothing_to_undo' || thrown.code === 'nothing_to_redo')) this.toasts.done(isUndo ? words.nothingToUndo : words.nothingToRedo);
      else this.toasts.failed(thrown);
    }
  }
}

// Taking articles out of the library, and the way back.
import type { Backend } from '../ipc';
import { strings } from '../strings';
import type { Toasts } from './toast.svelte';

export interface RemovingHooks {
  /** They are gone from the library. */
  removed: (articleIds: readonly number[]) => void;
  /** They are back. */
  restored: (articleIds: readonly number[]) => void;
}

export class Removing {
  constructor(private readonly backend: Backend, private readonly toasts: Toasts, private readonly hooks: RemovingHooks) {}

  /** `said` names what was removed. */
  async remove(articleIds: readonly number[], said: string): Promise<void> {
    try {
      await this.backend.removeArticles([...articleIds]);
    } catch (thrown) {
      this.toasts.failed(thrown);
      return;
    }
    this.hooks.removed(articleIds);
    this.toasts.done(said, { label: strings.reader.undo, run: () => { void this.#undo(articleIds); } });
  }

  async #undo(articleIds: readonly number[]): Promise<void> {
    try {
      await this.backend.undoRemove();
    } catch (thrown) {
      this.toasts.failed(thrown);
      return;
    }
    this.toasts.done(strings.reader.restored(articleIds.length));
    this.hooks.restored(articleIds);
  }
}

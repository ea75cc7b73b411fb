// Taking articles out of the library, into the bin. Not here: the way back.
import type { Backend } from '../ipc';
import type { History } from './history.svelte';
import type { Toasts } from './toast.svelte';

export class Removing {
  /** `removed` is told which articles are gone from the library. */
  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly history: History,
    private readonly removed: (articleIds: readonly number[]) => void,
  ) {}

  /** `said` names what was removed. */
  async remove(articleIds: readonly number[], said: string): Promise<void> {
    try {
      const change = await this.backend.removeArticles([...articleIds]);
      this.removed(articleIds);
      this.toasts.done(said, this.history.offer(change));
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
  }
}

// The watched folders, and adding and forgetting them.
// Not here: what happens to their files; the program follows them by itself.
import type { Backend, WatchedFolder, WhatOfArticles } from '../ipc';
import { strings } from '../strings';
import type { History } from './history.svelte';
import type { Toasts } from './toast.svelte';

export class Folders {
  all = $state.raw<WatchedFolder[]>([]);
  /** The folder about to be forgotten: its articles are asked about first. */
  asking = $state<number | null>(null);

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly history: History,
  ) {}

  async refresh(): Promise<void> {
    this.all = await this.backend.watchedFolders().catch(() => this.all);
  }

  add(): Promise<void> {
    return this.#do(async () => { await this.backend.watchFolder(); });
  }

  forget(folder: WatchedFolder, articles: WhatOfArticles): Promise<void> {
    this.asking = null;
    return this.#do(async () => {
      const nRemoved = await this.backend.unwatchFolder(folder.folderId, articles);
      this.toasts.done(strings.work.folders.forgotten(folder.name, nRemoved), nRemoved > 0 ? this.history.offerLast() : null);
    });
  }

  removeVanished(folder: WatchedFolder): Promise<void> {
    return this.#do(async () => {
      const nRemoved = await this.backend.removeVanished(folder.folderId);
      this.toasts.done(strings.work.folders.vanished(nRemoved), nRemoved > 0 ? this.history.offerLast() : null);
    });
  }

  sync(): Promise<void> {
    return this.#do(async () => { await this.backend.syncFolders(); });
  }

  async #do(what: () => Promise<void>): Promise<void> {
    try {
      await what();
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    await this.refresh();
  }
}

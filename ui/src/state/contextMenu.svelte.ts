// The menu at the pointer: what can be done with the thing there.
// Not here: how it looks, and what an entry does; that is the state's matter.
import { cited } from '../logic/cited';
import { strings } from '../strings';
import type { App } from './app.svelte';

export interface MenuEntry {
  id: string;
  title: string;
  run: () => unknown;
  /** Takes something away. */
  isDestructive?: boolean;
}

/** Where a menu was asked for, and on what. */
export interface MenuTarget {
  articleId: number | null;
  /** The passage, where a hit was meant. */
  passageId: number | null;
  /** Words selected in the article that is open. */
  selection: string;
}

const words = strings.menu;

/** What can be done with it, in groups; empty where there is nothing. */
export function entriesFor(app: App, target: MenuTarget): MenuEntry[][] {
  const groups = [ofSelection(app, target.selection)];
  if (target.articleId !== null) groups.push(...ofArticle(app, target.articleId, target.passageId));
  return groups.filter((group) => group.length > 0);
}

function ofSelection(app: App, text: string): MenuEntry[] {
  if (text === '') return [];
  return [
    { id: 'copy', title: words.copy, run: () => app.taking.copy(text) },
    { id: 'copy-as', title: `${strings.desk.copy.label}…`, run: () => { app.copyAs(); } },
    { id: 'search', title: words.search, run: () => { app.ask(text); } },
  ];
}

function ofArticle(app: App, articleId: number, passageId: number | null): MenuEntry[][] {
  const isOpen = app.reader.article?.articleId === articleId && app.stage.scene === 'reader';
  const hit = passageId === null ? undefined : app.search.reply?.hits.find((one) => one.passageId === passageId);
  const read: MenuEntry[] = [
    { id: 'story', title: words.story, run: () => app.openStory(articleId) },
    { id: 'compare', title: words.compare, run: () => { app.compare.choosingFor = articleId; } },
  ];
  if (!isOpen) read.unshift({ id: 'open', title: words.open, run: () => (hit ? app.openHit(hit) : app.open(articleId, passageId, null)) });
  if (hit) read.push({ id: 'cite', title: words.cite, run: () => app.taking.copy(cited(hit)) });
  read.push({ id: 'reference', title: `${strings.desk.copy.label}…`, run: () => { app.copyAs({ articleIds: [articleId], range: null }); } });
  const change: MenuEntry[] = app.library.canAdd ? [
    { id: 'tag', title: words.tag, run: async () => { if (!isOpen) await app.open(articleId, passageId, null); await app.keeping.load(); app.keeping.tagging = true; } },
  ] : [];
  const file: MenuEntry[] = [
    { id: 'original', title: words.original, run: () => app.taking.openOriginal(articleId) },
    { id: 'folder', title: words.folder, run: () => app.taking.showInFolder(articleId) },
  ];
  const remove: MenuEntry[] = app.library.canAdd ? [{ id: 'remove', title: words.remove, isDestructive: true, run: () => app.remove(articleId) }] : [];
  return [read, change, file, remove];
}

export class ContextMenu {
  /** Where its corner is, in pixels of the window; null while it is closed. */
  at = $state.raw<{ x: number; y: number } | null>(null);
  groups = $state.raw<MenuEntry[][]>([]);

  open(groups: MenuEntry[][], at: { x: number; y: number }): void {
    this.groups = groups;
    this.at = groups.length > 0 ? at : null;
  }

  close(): void { this.at = null; }
}

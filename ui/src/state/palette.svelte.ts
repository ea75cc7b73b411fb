// The command palette: what fits the typed letters among actions and articles, and what
// was used lately.
//
// Articles are asked for when the palette opens and kept until the library changes.
// Not here: what an action does (actions.ts), and the keys inside the palette.
import type { ArticleRow, Backend } from '../ipc';
import { fitting } from '../logic/fuzzy';
import type { Action } from './actions';
import { actions, applies } from './actions';
import type { App } from './app.svelte';

const RECENT_KEY = 'parallax.recentActions';
const N_RECENT = 5;
const N_ARTICLES = 12;
const N_ACTIONS = 12;

export type PaletteItem =
  | { kind: 'action'; id: string; action: Action; isRecent: boolean }
  | { kind: 'article'; id: string; row: ArticleRow };

export class Palette {
  query = $state('');
  active = $state(0);
  #recent = $state.raw<string[]>(readRecent());
  #rows = $state.raw<ArticleRow[]>([]);
  #isStale = true;

  constructor(
    private readonly backend: Backend,
    private readonly app: App,
  ) {}

  readonly items = $derived.by<PaletteItem[]>(() => [...this.#actionItems(), ...this.#articleItems()]);

  /** With letters that are typed already, if any. */
  open(query = ''): void {
    this.query = query;
    this.active = 0;
    this.app.dialogs.open('palette');
    if (this.#isStale) void this.#load();
  }

  type(text: string): void {
    this.query = text;
    this.active = 0;
  }

  /** Moves the choice, round at the ends. */
  move(by: number): void {
    const n = this.items.length;
    if (n > 0) this.active = (this.active + by + n) % n;
  }

  choose(item: PaletteItem | undefined): void {
    if (!item) return;
    this.app.dialogs.close('palette');
    if (item.kind === 'article') {
      void this.app.openRow(item.row);
      return;
    }
    this.#remember(item.action.id);
    item.action.run(this.app);
  }

  libraryChanged(): void { this.#isStale = true; }

  async #load(): Promise<void> {
    this.#isStale = false;
    this.#rows = await this.backend.listArticles(null).catch(() => []);
  }

  #actionItems(): PaletteItem[] {
    const offered = actions.filter((action) => action.keysOnly !== true && applies(action, this.app));
    const item = (action: Action): PaletteItem => ({ kind: 'action', id: action.id, action, isRecent: this.#recent.includes(action.id) });
    const ordered = [...offered].sort((a, b) => this.#rank(a) - this.#rank(b));
    if (this.query.trim() === '') return ordered.map(item);
    return fitting(this.query, ordered, (action) => action.title()).slice(0, N_ACTIONS).map(item);
  }

  /** Without letters there is nothing to tell ten thousand articles apart by. */
  #articleItems(): PaletteItem[] {
    if (this.query.trim() === '') return [];
    const found = fitting(this.query, this.#rows, (row) => `${row.title} ${row.outlet ?? row.fileName}`);
    return found.slice(0, N_ARTICLES).map((row) => ({ kind: 'article', id: `article.${String(row.articleId)}`, row }));
  }

  #rank(action: Action): number {
    const at = this.#recent.indexOf(action.id);
    return at < 0 ? N_RECENT : at;
  }

  #remember(id: string): void {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)].slice(0, N_RECENT);
    try {
      localStorage.setItem(RECENT_KEY, JSON.stringify(this.#recent));
    } catch {
      // Without storage they are remembered as long as the window lasts.
    }
  }
}

function readRecent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, N_RECENT) : [];
  } catch {
    return [];
  }
}

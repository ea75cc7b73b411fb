// What the reader makes of the open article: tags, a note, highlights, corrected details.
// Every change says so at the foot of the window, with a way back.
//
// Not here: the list of all highlights (highlights.svelte.ts), where words stand on the
// page (dom/picked.ts).
import type { ArticleForm, Backend, ColourDto, Facet, HighlightView, KeptView, TextRange } from '../ipc';
import { Latest } from '../logic/pace';
import { strings } from '../strings';
import { Drafts } from './drafts';
import type { History } from './history.svelte';
import type { Reader } from './reader.svelte';
import type { Toasts } from './toast.svelte';

export const COLOURS: readonly ColourDto[] = ['yellow', 'green', 'blue', 'pink', 'purple'];

export class Keeping {
  view = $state.raw<KeptView | null>(null);
  tags = $state.raw<Facet[]>([]);
  /** The colour used last. */
  colour = $state<ColourDto>('yellow');
  /** True while the form about the article is open. */
  editing = $state(false);
  /** What was typed into the form of an article and not saved yet; kept until it is. */
  readonly drafts = new Drafts();
  /** True while a tag is being written. */
  tagging = $state(false);
  readonly #latest = new Latest();

  /** `changed` is told after every change, so that lists can follow. */
  constructor(
    private readonly backend: Backend,
    private readonly reader: Reader,
    private readonly toasts: Toasts,
    private readonly history: History,
    private readonly changed: () => void,
  ) {}

  /** Follows the reader to the article that is open now. */
  async load(): Promise<void> {
    const ticket = this.#latest.next();
    const id = this.reader.article?.articleId ?? null;
    if (id !== this.view?.articleId) {
      this.view = null;
      // Whoever comes back to a form finds what was typed.
      this.editing = id !== null && this.drafts.has(id);
      this.tagging = false;
    }
    if (id === null) return;
    const view = await this.backend.kept(id).catch(() => null);
    if (this.#latest.holds(ticket)) this.view = view;
  }

  async loadTags(): Promise<void> {
    this.tags = await this.backend.tags().catch(() => this.tags);
  }

  highlight(id: number): HighlightView | null {
    return this.view?.highlights.find((one) => one.highlightId === id) ?? null;
  }

  /** Resolves with the new highlight's id, or null when that did not work. */
  async paint(range: TextRange, colour: ColourDto): Promise<number | null> {
    this.colour = colour;
    let made: number | null = null;
    await this.#change(strings.keep.done.highlighted, async () => {
      const [id, change] = await this.backend.addHighlight(range, colour);
      made = id;
      return change;
    });
    return made;
  }

  recolour(highlight: HighlightView, colour: ColourDto): Promise<void> {
    this.colour = colour;
    return this.#change(strings.keep.done.recoloured, () => this.backend.changeHighlight(highlight.highlightId, colour, highlight.note));
  }

  annotate(highlight: HighlightView, note: string): Promise<void> {
    if (note.trim() === (highlight.note ?? '')) return Promise.resolve();
    return this.#change(strings.keep.done.noted, () => this.backend.changeHighlight(highlight.highlightId, highlight.colour, note));
  }

  removeHighlight(id: number): Promise<void> {
    return this.#change(strings.keep.done.removed, () => this.backend.removeHighlight(id));
  }

  addTag(tag: string): Promise<void> {
    const id = this.reader.article?.articleId;
    if (id === undefined || tag.trim() === '') return Promise.resolve();
    return this.#change(strings.keep.done.tagged(tag.trim()), () => this.backend.tagArticles([id], [tag], []));
  }

  /** Puts one tag on many articles. */
  tagAll(articleIds: readonly number[], tag: string): Promise<void> {
    if (articleIds.length === 0 || tag.trim() === '') return Promise.resolve();
    return this.#change(strings.keep.done.taggedAll(tag.trim(), articleIds.length), () => this.backend.tagArticles([...articleIds], [tag], []));
  }

  removeTag(tag: string): Promise<void> {
    const id = this.reader.article?.articleId;
    if (id === undefined) return Promise.resolve();
    return this.#change(strings.keep.done.untagged(tag), () => this.backend.tagArticles([id], [], [tag]));
  }

  /** Closes the form when what it says was taken. */
  async save(articleId: number, form: ArticleForm): Promise<void> {
    await this.#change(strings.keep.done.edited, async () => {
      const change = await this.backend.editArticle(articleId, form);
      this.drafts.delete(articleId);
      this.editing = false;
      return change;
    });
  }

  /** Closes the form and forgets what was typed. */
  discard(articleId: number): void {
    this.drafts.delete(articleId);
    this.editing = false;
  }

  async #change(said: string, make: () => Promise<number | null>): Promise<void> {
    try {
      const change = await make();
      if (change === null) return;
      this.toasts.done(said, this.history.offer(change));
    } catch (thrown) {
      this.toasts.failed(thrown);
    }
    await this.refresh();
  }

  /** Shows the open article as it is now, and lets the lists follow. */
  async refresh(): Promise<void> {
    await Promise.all([this.reader.reload(), this.load(), this.loadTags()]);
    this.changed();
  }
}

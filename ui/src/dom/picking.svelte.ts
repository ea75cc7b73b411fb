// What the reader has picked in the open article, and what the keys do with it: selected
// words, a highlight that was pressed, or all of the passage being read.
//
// Not here: the bar that offers what can be done (components/PickBar.svelte).
import type { TextRange } from '../ipc';
import type { App } from '../state/app.svelte';
import { picked, pickedPassage, pickedRange } from './picked';
import type { Picked } from './picked';

export interface Pick {
  at: Picked;
  /** The highlight it is, else just words. */
  highlightId: number | null;
  /** True when its note is to be written at once. */
  annotating: boolean;
}

export class Picking {
  pick = $state.raw<Pick | null>(null);

  /** `column` holds the article's text and is what the bar is placed in. */
  constructor(private readonly app: App, private readonly column: () => HTMLElement | undefined) {}

  /** The article's text on the page. */
  body(): HTMLElement | null {
    return this.column()?.querySelector<HTMLElement>('.body') ?? null;
  }

  let(): void {
    this.pick = null;
  }

  /** The bar comes once the mouse is let go, so that it is never in the way of selecting. */
  pointerUp(event: PointerEvent): void {
    // The selection is only settled after this event.
    setTimeout(() => {
      if (document.getSelection()?.isCollapsed === false) this.#pickSelected();
      else this.#pickHighlight(event.target);
    });
  }

  /** H highlights, N highlights with a note, C copies with the source. False when there is nothing to do it with. */
  key(key: string): boolean {
    const { reader, taking, keeping, library } = this.app;
    const at = key === 'h' || key === 'n' || key === 'c' ? this.#now() : null;
    if (!at || !reader.article) return false;
    const range = { articleId: reader.article.articleId, from: at.from, to: at.to };
    if (key === 'c') void taking.cite(range);
    else if (!library.canAdd) return false;
    else if (key === 'h') void keeping.paint(range, keeping.colour);
    else void this.#annotate(at, range);
    document.getSelection()?.removeAllRanges();
    this.let();
    return true;
  }

  /** The selection, or the passage being read. */
  #now(): Picked | null {
    const [text, column, { looking }] = [this.body(), this.column(), this.app.elsewhere];
    if (!text || !column) return null;
    return picked(text, column) ?? (looking === null ? null : pickedPassage(text, column, looking));
  }

  #pickSelected(): void {
    const [text, column] = [this.body(), this.column()];
    const at = text && column ? picked(text, column) : null;
    if (at) this.pick = { at, highlightId: null, annotating: false };
  }

  #pickHighlight(target: EventTarget | null): void {
    const id = target instanceof Element ? target.closest<HTMLElement>('[data-highlight]')?.dataset['highlight'] : undefined;
    const column = this.column();
    if (id === undefined || !column) return;
    const pieces = column.querySelectorAll<HTMLElement>(`[data-highlight="${id}"]`);
    const [first, last] = [pieces[0], pieces[pieces.length - 1]];
    if (!first || !last) return;
    const range = document.createRange();
    range.setStartBefore(first);
    range.setEndAfter(last);
    const at = pickedRange(range, column);
    if (at) this.pick = { at, highlightId: Number(id), annotating: false };
  }

  async #annotate(at: Picked, range: TextRange): Promise<void> {
    const highlightId = await this.app.keeping.paint(range, this.app.keeping.colour);
    if (highlightId !== null) this.pick = { at, highlightId, annotating: true };
  }
}

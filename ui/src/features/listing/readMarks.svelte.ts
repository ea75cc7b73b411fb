// Which articles of a library were opened already; remembered for each library.
//
// Everything there was before marks were first kept counts as opened: nobody wants five
// thousand dots. Not here: how a mark looks.
import { SvelteSet } from 'svelte/reactivity';
import { remembered } from '../../logic/remembered';
import type { Remembered } from '../../logic/remembered';

interface Stored { since: string; opened: number[] }

const isStored = (value: unknown): boolean => {
  const { since, opened } = (value ?? {}) as Partial<Stored>;
  return typeof since === 'string' && Array.isArray(opened) && opened.every((id) => typeof id === 'number');
};

export class ReadMarks {
  readonly #opened = new SvelteSet<number>();
  /** What was added before this moment is no news. */
  #since = $state('9');
  #stored: Remembered<Stored | null> | null = null;

  /** Takes up the marks of a library; `isEmpty`: whatever comes from now on is new. */
  of(library: string, now: string): void {
    const stored = remembered<Stored | null>(`parallax.read.${library}`, null, isStored);
    const known = stored.read() ?? { since: now, opened: [] };
    this.#stored = stored;
    this.#since = known.since;
    this.#opened.clear();
    known.opened.forEach((id) => { this.#opened.add(id); });
    this.#keep();
  }

  isUnread(row: { articleId: number; added: string }): boolean {
    return row.added >= this.#since && !this.#opened.has(row.articleId);
  }

  open(articleId: number): void {
    if (this.#opened.has(articleId)) return;
    this.#opened.add(articleId);
    this.#keep();
  }

  /** Nothing that is here by `now` is new any more. */
  markAll(now: string): void {
    this.#since = now;
    this.#opened.clear();
    this.#keep();
  }

  #keep(): void { this.#stored?.write({ since: this.#since, opened: [...this.#opened] }); }
}

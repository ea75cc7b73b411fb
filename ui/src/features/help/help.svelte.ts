// Help inside the window: which page of the guide is open, and the first-run tour.
//
// The tour is shown until it was seen or skipped, once for all. Not here: what the pages say
// (guide.ts), which dialog is open (state/dialogs.svelte.ts).
import { remembered } from '../../logic/remembered';
import { guide, pagesWith } from './guide';

export const TOUR_CARDS = ['find', 'sides', 'keep', 'quiet'] as const;
export type TourCard = (typeof TOUR_CARDS)[number];

const toured = remembered<boolean>('parallax.toured', false, (value) => value === true);

export class Help {
  pageId = $state(guide[0]?.id ?? '');
  /** The heading to go to once the page is drawn. */
  heading = $state<string | null>(null);
  wanted = $state('');
  readonly page = $derived(guide.find((page) => page.id === this.pageId) ?? guide[0]);
  readonly found = $derived(pagesWith(this.wanted));
  #isToured = $state(toured.read());
  #card = $state(0);
  readonly card = $derived<TourCard | null>(this.#isToured ? null : (TOUR_CARDS[this.#card] ?? null));
  readonly cardNumber = $derived(this.#card + 1);

  show(pageId: string, heading: string | null = null): void {
    this.pageId = pageId;
    this.heading = heading;
  }

  /** A page without the words gives way to the first that has them. */
  seek(wanted: string): void {
    this.wanted = wanted;
    const [first] = this.found.keys();
    if (first !== undefined && !this.found.has(this.pageId)) this.show(first);
  }

  next(): void {
    if (this.#card + 1 < TOUR_CARDS.length) this.#card += 1;
    else this.endTour();
  }

  back(): void { this.#card = Math.max(0, this.#card - 1); }

  endTour(): void {
    this.#isToured = true;
    toured.write(true);
  }

  /** For whoever asks to see it again. */
  beginTour(): void {
    this.#card = 0;
    this.#isToured = false;
  }
}

// Every highlight of the library, or those of one colour or tag.
import { asProblem } from '../ipc';
import type { Backend, ColourDto, HighlightCard, HighlightQuery, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export class Highlights {
  cards = $state.raw<HighlightCard[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  colour = $state<ColourDto | null>(null);
  tag = $state<string | null>(null);
  /** All there are, whatever is shown. */
  nAll = $state<number | null>(null);
  readonly query = $derived<HighlightQuery>({
    colours: this.colour === null ? [] : [this.colour],
    tags: this.tag === null ? [] : [this.tag],
  });
  readonly isNarrowed = $derived(this.colour !== null || this.tag !== null);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  only(colour: ColourDto | null): void {
    this.colour = this.colour === colour ? null : colour;
    void this.refresh();
  }

  onlyTag(tag: string | null): void {
    this.tag = tag;
    void this.refresh();
  }

  async refresh(): Promise<void> {
    const ticket = this.#latest.next();
    try {
      const cards = await this.backend.highlights(this.query);
      if (!this.#latest.holds(ticket)) return;
      this.cards = cards;
      this.problem = null;
      const all = this.isNarrowed ? await this.backend.highlights({ colours: [], tags: [] }) : cards;
      if (this.#latest.holds(ticket)) this.nAll = all.length;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    }
  }
}

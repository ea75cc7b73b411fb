// The query and what it found.
//
// The field's text is the only truth; a search starts when typing rests, and only the
// answer to the latest one is kept. A query that is empty, or nothing but one outlet
// or tag, is no search: the list of articles answers it.
// Not here: the list of articles, and opening anything.
import { asProblem } from '../ipc';
import type { Backend, Problem, QueryPart, SearchReply, SortBy } from '../ipc';
import { debounced, Latest } from '../logic/pace';
import { filterValue, soleOutlet, soleTag, toggleFilter, withoutPart } from '../logic/query';

const TYPING_REST_MS = 120;
const PAGE = 60;
/** What the program says of a search that a newer one ended. */
const OVERTAKEN = 'superseded';

export class Search {
  query = $state('');
  sort = $state<SortBy>('relevance');
  reply = $state.raw<SearchReply | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  looseShown = $state(false);
  /** Counts the searches whose answer is shown, so that lists know to start over. */
  generation = $state(0);
  readonly outlet = $derived(filterValue(this.query, 'outlet'));
  /** False when the list of articles should be shown instead of hits. */
  /** The tag when the query asks for nothing else. */
  readonly tag = $derived(soleTag(this.query));
  readonly isSearch = $derived(this.query.trim() !== '' && soleOutlet(this.query) === null && this.tag === null);
  readonly chips = $derived<QueryPart[]>(this.isSearch ? this.#currentParts() : this.#solePart());

  #limit = PAGE;
  #growing: Promise<unknown> | null = null;
  #answered = $state('');
  readonly #latest = new Latest();
  readonly #later = debounced(() => { void this.run(); }, TYPING_REST_MS);

  constructor(private readonly backend: Backend) {}

  type(text: string): void {
    this.query = text;
    this.#limit = PAGE;
    this.looseShown = false;
    if (this.isSearch) {
      this.busy = true;
      this.#later();
    } else this.#stop();
  }

  clear(): void { this.type(''); }
  toggle(kind: string, value: string): void { this.#now(toggleFilter(this.query, kind, value)); }
  removePart(part: QueryPart): void { this.#now(withoutPart(this.query, part.typed)); }
  /** Searches for a sentence at once. */
  ask(text: string): void { this.#now(text); }

  sortBy(sort: SortBy): void {
    this.sort = sort;
    if (this.isSearch) void this.run();
  }

  /** Fetches as many hits again, if there are more than those shown. */
  more(): void {
    const { reply } = this;
    if (this.busy || this.#growing !== null || !reply || reply.nothingClose) return;
    if (reply.hits.length < this.#limit || reply.hits.length >= reply.nTotal) return;
    this.#limit *= 2;
    this.#growing = this.#ask().finally(() => { this.#growing = null; });
  }

  /** Searches now; resolves with the answer, or null when a later search overtook it. */
  async run(): Promise<SearchReply | null> {
    this.#later.cancel();
    if (!this.isSearch) return null;
    this.busy = true;
    return this.#ask();
  }

  async #ask(): Promise<SearchReply | null> {
    const ticket = this.#latest.next();
    const query = this.query;
    try {
      const reply = await this.backend.search({ query, mode: 'hybrid', sort: this.sort, limit: this.#limit });
      if (!this.#latest.holds(ticket)) return null;
      if (query !== this.#answered) this.generation += 1;
      this.reply = reply;
      this.problem = null;
      this.#answered = query;
      this.busy = false;
      return reply;
    } catch (thrown) {
      if (!this.#latest.holds(ticket)) return null;
      const problem = asProblem(thrown);
      // Another search of the window came between; this is still what the field asks.
      if (problem.code === OVERTAKEN) return this.#ask();
      this.problem = problem;
      this.busy = false;
      return null;
    }
  }

  /** The answer to exactly what the field says: the one shown, or a fresh one. */
  async settled(): Promise<SearchReply | null> {
    return this.busy || this.#answered !== this.query ? this.run() : this.reply;
  }

  /** Asks again, for when the library changed under the same query. */
  refresh(): void {
    if (this.isSearch && this.reply !== null) void this.run();
  }

  #now(text: string): void {
    this.type(text);
    if (this.isSearch) void this.run();
  }

  #stop(): void {
    this.#later.cancel();
    this.#latest.next();
    this.reply = null;
    this.problem = null;
    this.busy = false;
    this.#answered = '';
  }

  /** Parts still in the field; what was just typed away no longer counts. */
  #currentParts(): QueryPart[] {
    return (this.reply?.understood ?? []).filter((part) => this.query.includes(part.typed));
  }

  #solePart(): QueryPart[] {
    const typed = this.query.trim();
    const outlet = soleOutlet(this.query);
    if (this.tag !== null) return [{ kind: 'tag', value: this.tag, typed }];
    return outlet === null ? [] : [{ kind: 'outlet', value: outlet, typed }];
  }
}

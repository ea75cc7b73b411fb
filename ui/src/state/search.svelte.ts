// The query and what it found.
//
// The field's text is the only truth; a search starts when typing rests, and only the
// answer to the latest one is kept. Hits are shown as soon as they are found; the same
// search is then asked for the sentences that made them, whose marks follow. A query that is empty, or nothing but one outlet
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
  /** A fresh answer whose new hits would move those that are read; shown when asked for. */
  #waiting = $state.raw<SearchReply | null>(null);
  /** New hits that wait. */
  readonly nNew = $derived(this.#waiting === null ? 0 : newcomers(this.reply, this.#waiting).length);
  /** Counts the searches whose answer is shown, so that lists know to start over. */
  generation = $state(0);
  readonly outlet = $derived(filterValue(this.query, 'outlet'));
  /** The tag when the query asks for nothing else. */
  readonly tag = $derived(soleTag(this.query));
  /** False when the list of articles should be shown instead of hits. */
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
    this.#waiting = null;
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
      const found = await this.#find(query, false);
      if (!this.#latest.holds(ticket)) return null;
      // Whether nothing is close is known only when sentences were compared.
      if (found.nothingClose && found.hits.length > 0) return this.#show(query, await this.#find(query, true), ticket);
      this.#show(query, found, ticket);
      void this.#explain(query, found, ticket);
      return found;
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

  #find(query: string, explain: boolean): Promise<SearchReply> {
    return this.backend.search({ query, mode: 'hybrid', sort: this.sort, limit: this.#limit, explain });
  }

  #show(query: string, reply: SearchReply, ticket: number): SearchReply | null {
    if (!this.#latest.holds(ticket)) return null;
    if (query !== this.#answered) this.generation += 1;
    this.reply = reply;
    this.#waiting = null;
    this.problem = null;
    this.#answered = query;
    this.busy = false;
    return reply;
  }

  /** Marks, in the hits shown, the sentences that made them; failing changes nothing. */
  async #explain(query: string, found: SearchReply, ticket: number): Promise<void> {
    const explained = await this.#find(query, true).catch(() => null);
    if (explained !== null && this.reply === found) this.#show(query, explained, ticket);
  }

  /** The answer to exactly what the field says: the one shown, or a fresh one. */
  async settled(): Promise<SearchReply | null> {
    return this.busy || this.#answered !== this.query ? this.run() : this.reply;
  }

  /**
   * Asks again, for when the library changed under the same query. The list is not dimmed
   * meanwhile; with `calm` its rows stay where they are, and new ones wait.
   */
  async refresh(calm: boolean): Promise<void> {
    if (!this.isSearch || this.reply === null || this.busy) return;
    if (!calm) { await this.#ask(); return; }
    const { query, sort } = this;
    const reply = await this.#find(query, true).catch(() => null);
    const isStill = query === this.query && query === this.#answered && sort === this.sort && !this.busy;
    if (reply === null || !isStill) return;
    const now = this.reply;
    if (now.nothingClose || now.hits.length === 0) this.reply = reply;
    else this.#takeCalmly(now, reply);
  }

  /** Shows the hits that waited. */
  showNew(): void {
    if (this.#waiting === null) return;
    this.reply = this.#waiting;
    this.#waiting = null;
    this.generation += 1;
  }

  /** Hits that are shown keep their places; what comes after the last of them is added there. */
  #takeCalmly(now: SearchReply, fresh: SearchReply): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
    const byId = new Map(fresh.hits.map((hit) => [hit.passageId, hit]));
    const kept = now.hits.flatMap((hit) => byId.get(hit.passageId) ?? []);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
    const known = new Set(kept.map((hit) => hit.passageId));
    const last = fresh.hits.findLastIndex((hit) => known.has(hit.passageId));
    const behind = fresh.hits.slice(last + 1);
    this.#waiting = newcomers({ ...now, hits: [...kept, ...behind] }, fresh).length > 0 ? fresh : null;
    this.reply = { ...fresh, hits: [...kept, ...behind] };
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

/** Hits of `fresh` that are not shown. */
function newcomers(shown: SearchReply | null, fresh: SearchReply): SearchReply['hits'] {
  const known = new Set(shown?.hits.map((hit) => hit.passageId));
  return fresh.hits.filter((hit) => !known.has(hit.passageId));
}

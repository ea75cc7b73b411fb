// Two articles side by side, the choice of the second one, and cards kept for later.
// Not here: which sentences belong together; the program says so.
import { asProblem } from '../ipc';
import type { Backend, CompareRowView, CompareView, Hit, Problem, VersionDiffView } from '../ipc';
import { differs } from '../logic/compare';
import { Latest } from '../logic/pace';

/** Cards that can be kept in Elsewhere at a time. */
const N_PINS = 4;

export class Compare {
  view = $state.raw<CompareView | null>(null);
  /** Where the two are texts of one article: which, and what stands out between them. */
  versions = $state.raw<VersionDiffView | null>(null);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  onlyDifferences = $state(false);
  /** The article to find a second one for, while that is being chosen. */
  choosingFor = $state<number | null>(null);
  /** Passage to bring into view in the first column, once the rows are there. */
  at = $state<number | null>(null);
  pins = $state.raw<Hit[]>([]);
  readonly rows = $derived<CompareRowView[]>(
    (this.view?.rows ?? []).filter((row) => !this.onlyDifferences || differs(row)),
  );
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  async show(a: number, b: number, at: number | null): Promise<void> {
    if (this.versions !== null || this.view?.a.articleId !== a || this.view.b.articleId !== b) this.view = null;
    this.versions = null;
    await this.#lay(at, async () => ({ view: await this.backend.compareArticles(a, b), versions: null }));
  }

  /** Two texts of one article, by their numbers. */
  async showVersions(articleId: number, a: number, b: number): Promise<void> {
    this.view = null;
    await this.#lay(null, async () => {
      const versions = await this.backend.compareVersions(articleId, a, b);
      return { view: versions.compare, versions };
    });
  }

  async #lay(at: number | null, ask: () => Promise<{ view: CompareView; versions: VersionDiffView | null }>): Promise<void> {
    const ticket = this.#latest.next();
    this.choosingFor = null;
    this.busy = true;
    this.problem = null;
    this.at = at;
    try {
      const { view, versions } = await ask();
      if (!this.#latest.holds(ticket)) return;
      this.view = view;
      this.versions = versions;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    } finally {
      if (this.#latest.holds(ticket)) this.busy = false;
    }
  }

  swap(): void {
    const { versions, view } = this;
    if (versions && view) void this.showVersions(view.a.articleId, versions.b.number, versions.a.number);
    else if (this.view) void this.show(this.view.b.articleId, this.view.a.articleId, null);
  }

  isPinned(passageId: number): boolean {
    return this.pins.some((pin) => pin.passageId === passageId);
  }

  /** Keeps a card, or lets it go. */
  pin(hit: Hit): void {
    const others = this.pins.filter((pin) => pin.passageId !== hit.passageId);
    this.pins = others.length < this.pins.length ? others : [...others, hit].slice(-N_PINS);
  }
}

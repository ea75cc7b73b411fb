// The library as a picture and as a course of time.
//
// Both are read when first looked at, and again when the library changed and they are
// looked at. Not here: where a point stands on screen (logic/mapView.ts).
import { asProblem } from '../ipc';
import type { Backend, MapView, MonthCount, Problem } from '../ipc';
import { Latest } from '../logic/pace';

export type MapColour = 'story' | 'outlet';

export class LibraryMap {
  view = $state.raw<MapView | null>(null);
  busy = $state(false);
  isCancelled = $state(false);
  problem = $state.raw<Problem | null>(null);
  colour = $state<MapColour>('story');
  #isStale = true;
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  /** Draws it if it is not drawn, or is of before the last change. */
  look(): void {
    if (this.#isStale && !this.busy) void this.draw();
  }

  changed(): void { this.#isStale = true; }

  async draw(): Promise<void> {
    const ticket = this.#latest.next();
    this.busy = true;
    this.isCancelled = false;
    this.problem = null;
    this.#isStale = false;
    try {
      const view = await this.backend.libraryMap();
      if (!this.#latest.holds(ticket)) return;
      this.isCancelled = view === null;
      if (view !== null) this.view = view;
    } catch (thrown) {
      if (this.#latest.holds(ticket)) this.problem = asProblem(thrown);
    } finally {
      if (this.#latest.holds(ticket)) this.busy = false;
    }
  }

  async cancel(): Promise<void> {
    await this.backend.cancelMap().catch(() => null);
  }
}

/** How many articles each month has. */
export class Months {
  counts = $state.raw<MonthCount[]>([]);
  readonly #latest = new Latest();

  constructor(private readonly backend: Backend) {}

  /** A courtesy: without it the window is complete. */
  async refresh(): Promise<void> {
    const ticket = this.#latest.next();
    const counts = await this.backend.monthCounts().catch(() => []);
    if (this.#latest.holds(ticket)) this.counts = counts;
  }
}

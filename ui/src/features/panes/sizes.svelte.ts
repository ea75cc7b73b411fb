// How wide the panes are and which of them are put away; remembered.
//
// Widths are in rem, so that they follow the text size; null is the width of the style sheet.
// Not here: which panes fit at all (logic/layout.ts), dragging (Splitter.svelte).
import { remembered } from '../../logic/remembered';

export type Sized = 'side' | 'list' | 'elsewhere';
export type Hideable = 'side' | 'elsewhere';

/** Least and most, in rem, and what a pane has before it was ever moved. */
export const BOUNDS: Record<Sized, { least: number; most: number; usual: number }> = {
  side: { least: 9, most: 24, usual: 13 },
  list: { least: 16, most: 48, usual: 22.25 },
  elsewhere: { least: 13, most: 34, usual: 17.5 },
};

interface Stored { widths: Partial<Record<Sized, number>>; hidden: Hideable[] }

const stored = remembered<Stored>('parallax.panes', { widths: {}, hidden: [] }, (value) => {
  const { widths, hidden } = (value ?? {}) as Partial<Stored>;
  return typeof widths === 'object' && Object.values(widths).every((width) => typeof width === 'number' && Number.isFinite(width)) && Array.isArray(hidden);
});

export class PaneSizes {
  #widths = $state.raw<Partial<Record<Sized, number>>>({});
  #hidden = $state.raw<readonly Hideable[]>([]);

  constructor() {
    const { widths, hidden } = stored.read();
    this.#widths = Object.fromEntries((Object.keys(BOUNDS) as Sized[]).flatMap((pane) => (widths[pane] === undefined ? [] : [[pane, within(pane, widths[pane])]])));
    this.#hidden = hidden.filter((pane) => pane === 'side' || pane === 'elsewhere');
  }

  width(pane: Sized): number | null { return this.#widths[pane] ?? null; }
  isHidden(pane: Hideable): boolean { return this.#hidden.includes(pane); }

  /** Kept within the bounds of the pane. */
  resize(pane: Sized, rem: number): void {
    this.#widths = { ...this.#widths, [pane]: within(pane, rem) };
    this.#keep();
  }

  toggle(pane: Hideable): void {
    this.#hidden = this.isHidden(pane) ? this.#hidden.filter((one) => one !== pane) : [...this.#hidden, pane];
    this.#keep();
  }

  /** The width of the style sheet again. */
  forget(pane: Sized): void {
    this.#widths = Object.fromEntries(Object.entries(this.#widths).filter(([one]) => one !== pane));
    this.#keep();
  }

  reset(): void {
    this.#widths = {};
    this.#hidden = [];
    this.#keep();
  }

  #keep(): void { stored.write({ widths: this.#widths, hidden: [...this.#hidden] }); }
}

function within(pane: Sized, rem: number): number {
  const { least, most } = BOUNDS[pane];
  return Math.min(most, Math.max(least, Math.round(rem * 16) / 16));
}

// How articles look: typeface, size, length of lines, spacing, paper; remembered.
//
// Told to the style sheet through attributes and variables of the document.
// Not here: the size of the whole window's text (state/settings.svelte.ts).
import { remembered } from '../../logic/remembered';

export const FONTS = ['serif', 'sans'] as const;
export const WIDTHS = ['narrow', 'normal', 'wide'] as const;
export const SPACINGS = ['tight', 'normal', 'loose'] as const;
export const PAPERS = ['plain', 'sepia'] as const;
export const SIZES = [0.85, 0.92, 1, 1.1, 1.2, 1.35, 1.5] as const;

export interface Look {
  font: (typeof FONTS)[number];
  width: (typeof WIDTHS)[number];
  spacing: (typeof SPACINGS)[number];
  paper: (typeof PAPERS)[number];
  size: number;
}

const USUAL: Look = { font: 'serif', width: 'normal', spacing: 'normal', paper: 'plain', size: 1 };

const stored = remembered<Look>('parallax.reading', USUAL, (value) => {
  const look = (value ?? {}) as Record<keyof Look, unknown>;
  const isOf = (all: readonly unknown[], one: unknown): boolean => all.includes(one);
  return isOf(FONTS, look.font) && isOf(WIDTHS, look.width) && isOf(SPACINGS, look.spacing) && isOf(PAPERS, look.paper) && isOf(SIZES, look.size);
});

export class Reading {
  look = $state.raw<Look>(stored.read());
  /** Whether the sheet that changes it is open. */
  isOpen = $state(false);
  readonly isUsual = $derived((Object.keys(USUAL) as (keyof Look)[]).every((key) => this.look[key] === USUAL[key]));

  constructor() { this.#apply(); }

  change(to: Partial<Look>): void {
    this.look = { ...this.look, ...to };
    stored.write(this.look);
    this.#apply();
  }

  step(by: 1 | -1): void {
    const at = SIZES.findIndex((size) => size === this.look.size) + by;
    const size = SIZES[at];
    if (size !== undefined) this.change({ size });
  }

  reset(): void { this.change(USUAL); }

  #apply(): void {
    const root = document.documentElement;
    root.dataset['readFont'] = this.look.font;
    root.dataset['readWidth'] = this.look.width;
    root.dataset['readSpacing'] = this.look.spacing;
    root.dataset['paper'] = this.look.paper;
    root.style.setProperty('--read-scale', String(this.look.size));
  }
}

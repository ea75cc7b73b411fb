// How the list of articles is laid out: cards or a table, which columns, in which order, how
// much room a row takes; remembered.
// Not here: which articles there are (state/articles.svelte.ts).
import { remembered } from '../../logic/remembered';
import { COLUMNS, sorted } from './columns';
import type { Column, Order } from './columns';
import type { ArticleRow } from '../../ipc';

export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

interface Layout { isTable: boolean; columns: Column[]; order: Order; density: Density }

const USUAL: Layout = { isTable: false, columns: ['title', 'outlet', 'published'], order: { by: 'published', isDown: true }, density: 'comfortable' };

const stored = remembered<Layout>('parallax.listing', USUAL, (value) => {
  const layout = (value ?? {}) as Partial<Layout>;
  const isColumn = (one: unknown): boolean => COLUMNS.includes(one as Column);
  return typeof layout.isTable === 'boolean' && Array.isArray(layout.columns) && layout.columns.every(isColumn) && layout.columns.includes('title')
    && isColumn(layout.order?.by) && typeof layout.order?.isDown === 'boolean' && DENSITIES.includes(layout.density as Density);
});

export class Listing {
  #layout = $state.raw<Layout>(stored.read());
  get isTable(): boolean { return this.#layout.isTable; }
  get density(): Density { return this.#layout.density; }
  get order(): Order { return this.#layout.order; }
  /** In the order of the table, whichever was chosen first. */
  readonly columns = $derived(COLUMNS.filter((column) => this.#layout.columns.includes(column)));

  /** The program gives rows newest first; no other order costs anything then. */
  inOrder(rows: readonly ArticleRow[]): ArticleRow[] {
    const { by, isDown } = this.order;
    return by === 'published' && isDown ? [...rows] : sorted(rows, this.order);
  }

  change(to: Partial<Layout>): void {
    this.#layout = { ...this.#layout, ...to };
    stored.write(this.#layout);
  }

  /** The title stays: without it nobody knows what a row is. */
  toggle(column: Column): void {
    if (column === 'title') return;
    const { columns } = this.#layout;
    this.change({ columns: columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column] });
  }

  /** Chosen again, a column is ordered the other way round; days and counts begin with the most. */
  orderBy(by: Column): void {
    const isDown = this.order.by === by ? !this.order.isDown : by === 'published' || by === 'added' || by === 'words';
    this.change({ order: { by, isDown } });
  }
}

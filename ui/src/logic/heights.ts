// Heights of the rows of a long list, most of which were never drawn: measured where
// known, else guessed. Finds what lies at a place, and where a row lies, in log n steps.
//
// A Fenwick tree (Fenwick 1994, Software: Practice and Experience 24) of the differences
// from the guess. What was measured outlives a change of the rows: `Measured` keeps it by
// key. Not here: which rows are drawn.

type Key = string | number;

/** What rows were measured to be, in pixels, whatever list they stand in. */
export class Measured {
  readonly #known = new Map<Key, number>();
  #sum = 0;

  set(key: Key, height: number): void {
    this.#sum += height - (this.#known.get(key) ?? 0);
    this.#known.set(key, height);
  }

  /** Heights of these rows: as measured, else as high as the measured ones on average. */
  heightsOf(keys: readonly Key[], guess: number): Heights {
    const heights = new Heights(keys.length, this.#known.size < 4 ? guess : Math.round(this.#sum / this.#known.size));
    keys.forEach((key, i) => {
      const height = this.#known.get(key);
      if (height !== undefined) heights.set(i, height);
    });
    return heights;
  }
}

export class Heights {
  readonly #tree: Float64Array;
  readonly #known: Float64Array;

  constructor(
    readonly length: number,
    private readonly guess: number,
  ) {
    this.#tree = new Float64Array(length + 1);
    this.#known = new Float64Array(length).fill(guess);
  }

  /** Returns whether the row is another height than was thought. */
  set(index: number, height: number): boolean {
    const difference = height - (this.#known[index] ?? height);
    if (Math.abs(difference) < 0.5) return false;
    this.#known[index] = height;
    for (let at = index + 1; at <= this.length; at += at & -at) this.#tree[at] = (this.#tree[at] ?? 0) + difference;
    return true;
  }

  /** The top of a row; of `length`, the height of all. */
  top(index: number): number {
    let sum = index * this.guess;
    for (let at = index; at > 0; at -= at & -at) sum += this.#tree[at] ?? 0;
    return sum;
  }

  /** The row at a place; the first before all, the last behind all. */
  at(place: number): number {
    let index = 0;
    let rest = place;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.length))); step >= 1; step /= 2) {
      const next = index + step;
      const height = step * this.guess + (this.#tree[next] ?? 0);
      if (next <= this.length && height <= rest) {
        index = next;
        rest -= height;
      }
    }
    return Math.min(index, Math.max(0, this.length - 1));
  }
}

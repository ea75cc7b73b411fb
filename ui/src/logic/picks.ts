// Which rows are picked after a click or a key, as file managers have it: one toggled, all
// between two, all of them.
//
// Rows are known by number, in the order of their list. Not here: what is done with them.

export type Picked = ReadonlySet<number>;

export const picked = (ids: Iterable<number> = []): Picked => new Set(ids);

/** The picks with `id` in them, or without it if it was. */
export function toggled(now: Picked, id: number): Picked {
  const next = new Set(now);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Every row from one to the other, both included, whichever comes first. Only `to` when `from` is gone. */
export function between(order: readonly number[], from: number, to: number): Picked {
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  if (b < 0) return new Set();
  if (a < 0) return new Set([to]);
  return new Set(order.slice(Math.min(a, b), Math.max(a, b) + 1));
}

/** The picks that are still in the list; the same set when all are. */
export function still(now: Picked, order: readonly number[]): Picked {
  const there = new Set(order);
  const left = [...now].filter((id) => there.has(id));
  return left.length === now.size ? now : new Set(left);
}

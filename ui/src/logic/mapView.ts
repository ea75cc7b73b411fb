// Where the map's points stand on screen, and which one is meant.
//
// The map is a square of 10,000 units; a view is the unit in the middle of the screen and
// how many pixels a unit has. Not here: drawing.
import type { MapPointView } from '../ipc';

export const SIDE = 10_000;

export interface Viewport { x: number; y: number; scale: number }
export interface Size { width: number; height: number }
export interface Spot { x: number; y: number }

/** Everything, with a margin. */
export function wholeView(size: Size): Viewport {
  return { x: SIDE / 2, y: SIDE / 2, scale: (Math.min(size.width, size.height) * 0.9) / SIDE };
}

export function toScreen(point: Spot, view: Viewport, size: Size): Spot {
  return { x: (point.x - view.x) * view.scale + size.width / 2, y: (point.y - view.y) * view.scale + size.height / 2 };
}

/** Zoomed so that what lies under `at` stays there; no farther out than everything. */
export function zoomed(view: Viewport, factor: number, at: Spot, size: Size): Viewport {
  const least = wholeView(size).scale * 0.8;
  const scale = Math.min(least * 200, Math.max(least, view.scale * factor));
  const under = { x: (at.x - size.width / 2) / view.scale + view.x, y: (at.y - size.height / 2) / view.scale + view.y };
  return kept({ scale, x: under.x - (at.x - size.width / 2) / scale, y: under.y - (at.y - size.height / 2) / scale });
}

export function moved(view: Viewport, dx: number, dy: number): Viewport {
  return kept({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale });
}

/** The middle of the screen stays on the map. */
function kept(view: Viewport): Viewport {
  const within = (value: number): number => Math.min(SIDE, Math.max(0, value));
  return { scale: view.scale, x: within(view.x), y: within(view.y) };
}

/** The point drawn under a spot of the screen, within `reachPx`. */
export function pointAt(points: readonly MapPointView[], at: Spot, view: Viewport, size: Size, reachPx: number): MapPointView | null {
  let nearest: MapPointView | null = null;
  let least = reachPx * reachPx;
  for (const point of points) {
    const dx = (point.x - view.x) * view.scale + size.width / 2 - at.x;
    const dy = (point.y - view.y) * view.scale + size.height / 2 - at.y;
    const away = dx * dx + dy * dy;
    if (away <= least) { least = away; nearest = point; }
  }
  return nearest;
}

/** The articles drawn nearest to one, nearest first. */
export function nearestTo(points: readonly MapPointView[], to: MapPointView, n: number): MapPointView[] {
  const away = (point: MapPointView): number => (point.x - to.x) ** 2 + (point.y - to.y) ** 2;
  const best: MapPointView[] = [];
  for (const point of points) {
    if (point.articleId === to.articleId) continue;
    const last = best[best.length - 1];
    if (best.length === n && last && away(point) >= away(last)) continue;
    const at = best.findIndex((other) => away(other) > away(point));
    best.splice(at < 0 ? best.length : at, 0, point);
    if (best.length > n) best.pop();
  }
  return best;
}

const DIRECTIONS: Record<string, Spot> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};

/** The next point in the direction of an arrow key: near, and not far off the line. */
export function pointTowards(points: readonly MapPointView[], from: MapPointView, key: string): MapPointView | null {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  let best: MapPointView | null = null;
  let least = Infinity;
  for (const point of points) {
    const [dx, dy] = [point.x - from.x, point.y - from.y];
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (along <= 0 || point.articleId === from.articleId) continue;
    const cost = along + 2.5 * aside;
    if (cost < least) { least = cost; best = point; }
  }
  return best;
}

export interface Group { key: number; n: number; x: number; y: number; top: number }

/** The largest groups of points by some key, with the middle and the upper edge of each. */
export function largestGroups(points: readonly MapPointView[], keyOf: (point: MapPointView) => number | null, n: number): Group[] {
  const groups = new Map<number, Group>();
  for (const point of points) {
    const key = keyOf(point);
    if (key === null) continue;
    const group = groups.get(key) ?? { key, n: 0, x: 0, y: 0, top: SIDE };
    group.n += 1;
    group.x += point.x;
    group.y += point.y;
    group.top = Math.min(group.top, point.y);
    groups.set(key, group);
  }
  const all = [...groups.values()].sort((a, b) => b.n - a.n || a.key - b.key);
  return all.slice(0, n).map((group) => ({ ...group, x: group.x / group.n, y: group.y / group.n }));
}

// Which row the keys lead to. Arrows and j/k step, Home and End jump; nothing wraps around.
// Not here: focus itself, see dom/roving.ts.

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 8, PageUp: -8 };

/** The next index, or null when the key does not move or there is nowhere to go. */
export function nextIndex(key: string, current: number, nRows: number): number | null {
  if (nRows === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return nRows - 1;
  const step = STEPS[key];
  if (step === undefined) return null;
  if (current < 0) return 0;
  return Math.min(nRows - 1, Math.max(0, current + step));
}

// Which passage the reader is looking at, from geometry alone.
//
// The eyes are assumed on a line that moves from the upper fifth of the pane, at the top of
// the article, to the lower fifth at its end; so the first and the last passage can be reached.

export interface Box { passageId: number; top: number; bottom: number }

/** Height of the reading line in the pane, in pixels from its top. */
export function readingLine(scrollTop: number, paneHeight: number, contentHeight: number): number {
  const range = contentHeight - paneHeight;
  const share = range <= 0 ? 0 : Math.min(1, Math.max(0, scrollTop / range));
  return paneHeight * (0.2 + 0.6 * share);
}

/** The passage on the line, or the nearest one; null when there are none. */
export function passageAt(line: number, boxes: readonly Box[]): number | null {
  let nearest: number | null = null;
  let least = Infinity;
  for (const box of boxes) {
    const away = line < box.top ? box.top - line : Math.max(0, line - box.bottom);
    if (away < least) {
      least = away;
      nearest = box.passageId;
    }
  }
  return nearest;
}

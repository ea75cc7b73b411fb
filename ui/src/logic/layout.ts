// How many panes fit. The text size counts: at 150 % the window is as good as two thirds as wide.

export type Layout = 'wide' | 'medium' | 'narrow';

/** Below 1100 px Elsewhere folds into a tab, below 800 the list does too. */
export function layoutFor(widthPx: number, textScale: number): Layout {
  const width = widthPx / textScale;
  if (width < 800) return 'narrow';
  return width < 1100 ? 'medium' : 'wide';
}

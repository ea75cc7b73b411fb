// Moving the focus between panes. Not here: which panes are on screen.

/** Puts the focus on the article, so that the keys scroll it. */
export function focusReader(): void {
  document.getElementById('reading')?.focus({ preventScroll: true });
}

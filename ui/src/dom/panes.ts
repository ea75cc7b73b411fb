// Moving the focus between panes. Not here: which panes are on screen.
import { focusList } from './roving';

/** Puts the focus on the article, so that the keys scroll it. */
export function focusReader(): void {
  document.getElementById('reading')?.focus({ preventScroll: true });
}

/** Puts the focus into the search field, its text selected. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('[data-testid="search-field"]');
  field?.focus();
  field?.select();
}

/** In the order of the eye: sidebar, field, list, article, elsewhere. */
const PANES: { within: string; enter: (pane: HTMLElement) => void }[] = [
  { within: 'nav', enter: focusFirst },
  { within: 'search', enter: focusSearch },
  { within: '#pane-list', enter: (pane) => { focusList(pane); } },
  { within: '#pane-reader', enter: (pane) => { if (pane.querySelector('#reading')) focusReader(); else focusFirst(pane); } },
  // What others say comes before the help on how it is marked.
  { within: '#pane-elsewhere', enter: (pane) => { focusFirst(pane.querySelector<HTMLElement>('ul') ?? pane); } },
];

/** Moves the focus to the pane `by` places on from the one that has it. */
export function focusNextPane(by: 1 | -1): void {
  const there = PANES.map((pane) => document.querySelector<HTMLElement>(pane.within));
  const now = there.findIndex((pane) => pane?.contains(document.activeElement) === true);
  for (let step = 1; step <= PANES.length; step += 1) {
    const at = (now + by * step + PANES.length * 2) % PANES.length;
    const pane = there[at];
    if (!pane) continue;
    PANES[at]?.enter(pane);
    if (pane.contains(document.activeElement)) return;
  }
}

function focusFirst(pane: HTMLElement): void {
  pane.querySelector<HTMLElement>('button:not(:disabled):not([tabindex="-1"]), a[href], input, select, [tabindex="0"]')?.focus();
}

// Watches which passage the eyes are on, and scrolls to the one that was asked for.
//
// Pieces of text carry `data-passage`. Scrolling done here does not count as reading.
// Not here: the geometry's rules (logic/readingLine.ts).
import type { Action } from 'svelte/action';
import { passageAt, readingLine } from '../logic/readingLine';
import type { Box } from '../logic/readingLine';

export interface ReadingOptions {
  onlook: (passageId: number | null) => void;
  onscrolled: (scrollTop: number) => void;
}

/** Panes that are being scrolled by the program, and until when. */
const quietUntil = new WeakMap<HTMLElement, number>();
const QUIET_MS = 200;

export const reading: Action<HTMLElement, ReadingOptions> = (pane, initial) => {
  let options = initial;
  let frame = 0;

  const measure = (): void => {
    frame = 0;
    options.onscrolled(pane.scrollTop);
    if (performance.now() < (quietUntil.get(pane) ?? 0)) return;
    const line = readingLine(pane.scrollTop, pane.clientHeight, pane.scrollHeight);
    options.onlook(passageAt(line, boxesOf(pane)));
  };
  const onscroll = (): void => {
    if (frame === 0) frame = requestAnimationFrame(measure);
  };
  const onclick = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || document.getSelection()?.isCollapsed === false) return;
    const passage = event.target.closest<HTMLElement>('[data-passage]')?.dataset['passage'];
    if (passage !== undefined) options.onlook(Number(passage));
  };

  pane.addEventListener('scroll', onscroll, { passive: true });
  pane.addEventListener('click', onclick);
  return {
    update: (next) => { options = next; },
    destroy: () => {
      cancelAnimationFrame(frame);
      pane.removeEventListener('scroll', onscroll);
      pane.removeEventListener('click', onclick);
    },
  };
};

/** Scrolls without counting as reading. */
export function scrollQuietly(pane: HTMLElement, top: number): void {
  quietUntil.set(pane, performance.now() + QUIET_MS);
  pane.scrollTop = top;
}

/**
 * Brings a passage to a third of the pane's height; stays at the top of the article, with
 * its title, when the passage can be read from there. False when it is not on the page.
 */
export function revealPassage(pane: HTMLElement, passageId: number): boolean {
  const span = spanOf(pane, passageId);
  if (!span) return false;
  const fromTop = pane.scrollTop + span.bottom < pane.clientHeight * 0.9;
  scrollQuietly(pane, fromTop ? 0 : pane.scrollTop + span.top - pane.clientHeight * 0.3);
  return true;
}

/** Brings anything in the article to a third of the pane's height. */
export function revealElement(pane: HTMLElement, element: HTMLElement): void {
  const top = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  scrollQuietly(pane, pane.scrollTop + top - pane.clientHeight * 0.3);
}

/** The passage after (`by` 1) or before (`by` −1) this one in reading order. */
export function neighbourPassage(pane: HTMLElement, passageId: number | null, by: 1 | -1): number | null {
  const ids = [...new Set(piecesOf(pane).map((piece) => Number(piece.dataset['passage'])))];
  const at = passageId === null ? -1 : ids.indexOf(passageId);
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}

/** Where a passage stands, in pixels below the top edge of `frame`. */
export function spanOf(frame: HTMLElement, passageId: number): { top: number; bottom: number } | null {
  const pieces = frame.querySelectorAll<HTMLElement>(`[data-passage="${String(passageId)}"]`);
  if (pieces.length === 0) return null;
  const origin = frame.getBoundingClientRect().top;
  const rects = [...pieces].map((piece) => piece.getBoundingClientRect());
  return {
    top: Math.min(...rects.map((rect) => rect.top)) - origin,
    bottom: Math.max(...rects.map((rect) => rect.bottom)) - origin,
  };
}

function boxesOf(pane: HTMLElement): Box[] {
  const origin = pane.getBoundingClientRect().top;
  return piecesOf(pane).map((piece) => {
    const rect = piece.getBoundingClientRect();
    return { passageId: Number(piece.dataset['passage']), top: rect.top - origin, bottom: rect.bottom - origin };
  });
}

function piecesOf(pane: HTMLElement): HTMLElement[] {
  return [...pane.querySelectorAll<HTMLElement>('[data-passage]')];
}

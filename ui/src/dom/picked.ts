// From what is selected on the page to points of the article, and back to a place on the page.
//
// A block of text is an element with `data-block`; its text on the page is exactly the
// block's text, so counting the page's characters counts the block's. Not here: bytes.
import type { TextPoint } from '../ipc';

export interface Picked {
  from: TextPoint;
  to: TextPoint;
  text: string;
  /** Where it stands, in pixels from the top left of the frame. */
  top: number;
  bottom: number;
  left: number;
}

/** What is selected inside `text`; null when that is nothing, or lies elsewhere. */
export function picked(text: HTMLElement, frame: HTMLElement): Picked | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  return pickedRange(range, frame);
}

/** All of one passage. */
export function pickedPassage(text: HTMLElement, frame: HTMLElement, passageId: number): Picked | null {
  const pieces = text.querySelectorAll<HTMLElement>(`[data-passage="${String(passageId)}"]`);
  const [first, last] = [pieces[0], pieces[pieces.length - 1]];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  return pickedRange(range, frame);
}

export function pickedRange(range: Range, frame: HTMLElement): Picked | null {
  const from = pointAt(range.startContainer, range.startOffset, 'next');
  const to = pointAt(range.endContainer, range.endOffset, 'previous');
  const text = range.toString().trim();
  if (!from || !to || text === '') return null;
  const origin = frame.getBoundingClientRect();
  const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
  const [first, last] = [rects[0] ?? range.getBoundingClientRect(), rects[rects.length - 1] ?? range.getBoundingClientRect()];
  return { from, to, text, top: first.top - origin.top, bottom: last.bottom - origin.top, left: first.left - origin.left };
}

/** The point of the block that a place on the page belongs to; between blocks, of the one beside. */
function pointAt(node: Node, offset: number, beside: 'next' | 'previous'): TextPoint | null {
  const element = node instanceof Element ? node : node.parentElement;
  const block = element?.closest<HTMLElement>('[data-block]');
  if (block) return { block: placeOf(block), offset: lengthUpTo(block, node, offset) };
  return pointBetween(node, offset, beside);
}

function pointBetween(node: Node, offset: number, beside: 'next' | 'previous'): TextPoint | null {
  const body = node instanceof Element ? node : node.parentElement;
  if (!body) return null;
  const here = document.createRange();
  here.setStart(node, offset);
  const blocks = [...body.querySelectorAll<HTMLElement>('[data-block]')];
  const after = blocks.findIndex((block) => here.comparePoint(block, 0) >= 0);
  if (beside === 'next') {
    const block = after >= 0 ? blocks[after] : undefined;
    return block ? { block: placeOf(block), offset: 0 } : null;
  }
  const block = after < 0 ? blocks[blocks.length - 1] : blocks[after - 1];
  return block ? { block: placeOf(block), offset: block.textContent.length } : null;
}

const placeOf = (block: HTMLElement): number => Number(block.dataset['block']);

function lengthUpTo(block: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEnd(node, offset);
  return range.toString().length;
}

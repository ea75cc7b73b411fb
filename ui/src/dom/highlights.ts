// Marks words on the page without touching its elements (CSS Custom Highlight API).
//
// Where the browser has none, nothing is marked; the passage bar still shows the place.
// Not here: which words (state/evidence.svelte.ts), how they look (EvidenceMarks.svelte).
import { findParts, findText } from '../logic/findText';
import type { Stretch } from '../logic/findText';

/** Marks a text inside an element under a name; null takes the mark away. Returns where. */
export function markText(name: string, within: Element | null, wanted: string | null): Range | null {
  if (!within || wanted === null || wanted === '') { clearMarks(name); return null; }
  const nodes = textNodes(within);
  const stretch = findText(nodes.map((node) => node.data), wanted);
  const range = stretch && rangeOf(nodes, stretch);
  setMarks(name, range ? [range] : []);
  return range;
}

/** Marks the parts of a text inside an element. */
export function markParts(name: string, within: Element | null, parts: readonly { text: string; marked: boolean }[]): void {
  if (!within) { clearMarks(name); return; }
  const nodes = textNodes(within);
  const found = findParts(nodes.map((node) => node.data), parts);
  setMarks(name, found.map((stretch) => rangeOf(nodes, stretch)).filter((range) => range !== null));
}

export function clearMarks(name: string): void {
  setMarks(name, []);
}

function setMarks(name: string, ranges: Range[]): void {
  if (typeof Highlight === 'undefined' || !('highlights' in CSS)) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

function textNodes(within: Element): Text[] {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
  return nodes;
}

function rangeOf(nodes: readonly Text[], stretch: Stretch): Range | null {
  const [from, to] = [nodes[stretch.from.piece], nodes[stretch.to.piece]];
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(from, stretch.from.offset);
  range.setEnd(to, stretch.to.offset);
  return range;
}

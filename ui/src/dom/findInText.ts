// Finds words in a text on the page and marks them without touching it.
//
// Marks are the browser's own (CSS custom highlights); where it has none, the match the
// reader is at is selected instead. Accents and case do not matter.

/** Words folded, with the place of every character in the text it came from. */
interface Folded { text: string; places: number[] }

export function fold(text: string): Folded {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const char of text) {
    const plain = char.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s/gu, ' ');
    folded += plain;
    places.push(...Array<number>(plain.length).fill(at));
    at += char.length;
  }
  places.push(at);
  return { text: folded, places };
}

/** Where `wanted` stands in `text`: pairs of start and end, in UTF-16 units. */
export function matches(text: string, wanted: string): [number, number][] {
  const needle = fold(wanted.trim()).text;
  if (needle === '') return [];
  const hay = fold(text);
  const found: [number, number][] = [];
  for (let at = hay.text.indexOf(needle); at >= 0; at = hay.text.indexOf(needle, at + needle.length)) {
    found.push([hay.places[at] ?? 0, hay.places[at + needle.length] ?? text.length]);
  }
  return found;
}

/** The matches inside the blocks of an article, in reading order. */
export function findInText(body: HTMLElement, wanted: string): Range[] {
  return [...body.querySelectorAll<HTMLElement>('[data-block]')].flatMap((block) =>
    matches(block.textContent, wanted).map(([start, end]) => rangeIn(block, start, end)));
}

/** Marks the matches, and the one the reader is at differently. */
export function markFound(ranges: Range[], here: Range | null): void {
  if (typeof Highlight === 'undefined') {
    const selection = document.getSelection();
    selection?.removeAllRanges();
    if (here) selection?.addRange(here);
    return;
  }
  CSS.highlights.set('found', new Highlight(...ranges.filter((range) => range !== here)));
  CSS.highlights.set('found-here', new Highlight(...(here ? [here] : [])));
}

export function unmarkFound(): void {
  if (typeof Highlight === 'undefined') return;
  CSS.highlights.delete('found');
  CSS.highlights.delete('found-here');
}

function rangeIn(block: HTMLElement, start: number, end: number): Range {
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (start >= before && start <= before + length) range.setStart(node, start - before);
    if (end <= before + length) {
      range.setEnd(node, end - before);
      break;
    }
    before += length;
  }
  return range;
}

// How well a few typed letters fit a name: every word typed must be found, at best at the
// start of a word, at worst as letters in order.
//
// Not here: what is searched, and ties; the caller keeps its own order among equals.

const NOTHING = 0;

/** 0 when it does not fit; larger is closer. An empty query fits everything alike. */
export function fit(query: string, name: string): number {
  const words = folded(query).split(/\s+/u).filter((word) => word !== '');
  const text = folded(name);
  let sum = 1;
  for (const word of words) {
    const closeness = fitWord(word, text);
    if (closeness === NOTHING) return NOTHING;
    sum += closeness;
  }
  return sum;
}

/** Those that fit, closest first; equals stay in their order. */
export function fitting<T>(query: string, all: readonly T[], nameOf: (one: T) => string): T[] {
  const found = all.map((one, at) => ({ one, at, closeness: fit(query, nameOf(one)) })).filter((f) => f.closeness > NOTHING);
  found.sort((a, b) => b.closeness - a.closeness || a.at - b.at);
  return found.map((f) => f.one);
}

function fitWord(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 8;
  if (startsAWord(word, text)) return 6;
  if (at > 0) return 3;
  return word.length > 1 && lettersInOrder(word, text) ? 1 : NOTHING;
}

function startsAWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at > 0 && /[^\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/** Each letter after the one before it, all within a stretch not much longer than the word. */
function lettersInOrder(word: string, text: string): boolean {
  const first = text.indexOf(word.charAt(0));
  let at = first;
  for (const letter of word.slice(1)) {
    if (at < 0) return false;
    at = text.indexOf(letter, at + 1);
  }
  return at >= 0 && at - first <= word.length * 2 + 2;
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

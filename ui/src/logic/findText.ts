// Finds words in a text that is spread over many pieces, white space aside.
//
// The page's text comes in runs and blocks; what is looked for may cross them, and white
// space at their borders may differ. Not here: the page (dom/highlights.ts).

export interface Spot { piece: number; offset: number }
/** From a spot to a spot; the end is behind the last character. */
export interface Stretch { from: Spot; to: Spot }

/** The first place of `wanted` in the joined pieces, else null. */
export function findText(pieces: readonly string[], wanted: string): Stretch | null {
  const needle = squeezed(wanted);
  if (needle === '') return null;
  const spots: Spot[] = [];
  let hay = '';
  pieces.forEach((text, piece) => {
    for (let offset = 0; offset < text.length; offset += 1) {
      const character = text.charAt(offset);
      if (/\s/u.test(character)) continue;
      hay += character;
      spots.push({ piece, offset });
    }
  });
  const at = hay.indexOf(needle);
  const from = spots[at];
  const last = spots[at + needle.length - 1];
  if (at < 0 || !from || !last) return null;
  return { from, to: { piece: last.piece, offset: last.offset + 1 } };
}

/** The places of the marked parts of a text that is itself to be found, in order. */
export function findParts(pieces: readonly string[], parts: readonly { text: string; marked: boolean }[]): Stretch[] {
  const whole = findText(pieces, parts.map((part) => part.text).join(''));
  if (!whole) return [];
  const found: Stretch[] = [];
  let rest = after(pieces, whole.from);
  for (const part of parts) {
    const stretch = findText(rest.pieces, part.text);
    if (!stretch) continue;
    const real = { from: rest.back(stretch.from), to: rest.back(stretch.to) };
    if (part.marked) found.push(real);
    rest = after(pieces, real.to);
  }
  return found;
}

/** The pieces from a spot on, and how to name a spot in them as one in all. */
function after(pieces: readonly string[], spot: Spot): { pieces: string[]; back: (inner: Spot) => Spot } {
  const rest = pieces.slice(spot.piece);
  const first = rest[0];
  if (first !== undefined) rest[0] = first.slice(spot.offset);
  return {
    pieces: rest,
    back: (inner) => ({ piece: inner.piece + spot.piece, offset: inner.offset + (inner.piece === 0 ? spot.offset : 0) }),
  };
}

function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}

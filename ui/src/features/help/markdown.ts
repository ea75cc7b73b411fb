// The Markdown of the guide as data: headings, paragraphs, lists, tables, code.
//
// Only what the guide uses (a test reads every page of it). Nothing becomes mark-up: the
// page is drawn from this as elements. Not here: Markdown of anybody else.

export type Inline =
  | { kind: 'text' | 'code' | 'strong' | 'em'; text: string }
  | { kind: 'link'; text: string; to: string };

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; id: string; text: string }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] };

/** "Thirty examples" as "thirty-examples". */
export const idOf = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/gu, '');

export function parse(source: string): Block[] {
  const lines = source.replace(/<!--[^]*?-->\n?/gu, '').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const taken = headingAt(lines, at) ?? tableAt(lines, at) ?? listAt(lines, at) ?? paragraphAt(lines, at);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

interface Taken { block: Block | null; next: number }

function headingAt(lines: readonly string[], at: number): Taken | null {
  const found = /^(#{1,3}) (.+)$/u.exec(lines[at] ?? '');
  if (!found) return null;
  const text = (found[2] ?? '').trim();
  const level = (found[1] ?? '#').length as 1 | 2 | 3;
  return { block: { kind: 'heading', level, id: idOf(text), text }, next: at + 1 };
}

function tableAt(lines: readonly string[], at: number): Taken | null {
  const isRow = (i: number): boolean => (lines[i] ?? '').startsWith('|');
  if (!isRow(at) || !/^\|[\s:|-]+\|\s*$/u.test(lines[at + 1] ?? '')) return null;
  let next = at + 2;
  while (isRow(next)) next += 1;
  const [head = [], ...rows] = [at, ...Array.from({ length: next - at - 2 }, (_, i) => at + 2 + i)].map((i) => cells(lines[i] ?? ''));
  return { block: { kind: 'table', head, rows }, next };
}

const cells = (line: string): Inline[][] =>
  line.replace(/^\||\|\s*$/gu, '').split('|').map((cell) => inline(cell.trim()));

const ITEM = /^(?:(-)|(\d+)\.) (.*)$/u;

function listAt(lines: readonly string[], at: number): Taken | null {
  const first = ITEM.exec(lines[at] ?? '');
  if (!first) return null;
  const items: string[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const item = ITEM.exec(line);
    if (item) items.push(item[3] ?? '');
    else if (/^\s{2,}\S/u.test(line)) items[items.length - 1] = `${items[items.length - 1] ?? ''} ${line.trim()}`;
    else break;
  }
  return { block: { kind: 'list', ordered: first[2] !== undefined, items: items.map(inline) }, next };
}

function paragraphAt(lines: readonly string[], at: number): Taken {
  let next = at;
  const own: string[] = [];
  while (next < lines.length && (lines[next] ?? '').trim() !== '') {
    if (next > at && (headingAt(lines, next) ?? tableAt(lines, next) ?? listAt(lines, next))) break;
    own.push((lines[next] ?? '').trim());
    next += 1;
  }
  if (own.length === 0) return { block: null, next: at + 1 };
  return { block: { kind: 'paragraph', text: inline(own.join(' ')) }, next };
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)]+)\)/u;

export function inline(source: string): Inline[] {
  const pieces: Inline[] = [];
  let rest = source;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    if (found.index > 0) pieces.push({ kind: 'text', text: rest.slice(0, found.index) });
    const [whole, code, strong, em, text, to] = found;
    if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else if (em !== undefined) pieces.push({ kind: 'em', text: em });
    else pieces.push({ kind: 'link', text: text ?? '', to: to ?? '' });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest !== '') pieces.push({ kind: 'text', text: rest });
  return pieces;
}

/** The words alone, for searching. */
export function wordsOf(block: Block): string {
  const said = (pieces: readonly Inline[]): string => pieces.map((piece) => piece.text).join('');
  switch (block.kind) {
    case 'heading': return block.text;
    case 'paragraph': return said(block.text);
    case 'list': return block.items.map(said).join('\n');
    case 'table': return [block.head, ...block.rows].map((row) => row.map(said).join(' ')).join('\n');
  }
}

// The user guide, as it is in docs/guide, bundled with the window: it is read offline.
// Its front page gives the order of the pages.
import { parse, wordsOf } from './markdown';
import type { Block } from './markdown';

export interface GuidePage {
  /** The file's name without its ending: "searching". */
  id: string;
  title: string;
  blocks: Block[];
}

const files = import.meta.glob<string>('../../../../docs/guide/*.md', { query: '?raw', import: 'default', eager: true });

export const guide: readonly GuidePage[] = inOrder(
  Object.entries(files).map(([path, source]) => {
    const blocks = parse(source);
    const heading = blocks.find((block) => block.kind === 'heading');
    return { id: idOfFile(path), title: heading?.text ?? idOfFile(path), blocks };
  }),
);

/** "searching.md#operators" as page and heading; null for what is no page of the guide. */
export function linked(link: string): { page: string; heading: string | null } | null {
  const [file = '', heading = null] = link.split('#');
  const page = guide.find((one) => one.id === idOfFile(file));
  return page && file.endsWith('.md') ? { page: page.id, heading } : null;
}

/** How often each page has the words; pages without them are left out. */
export function pagesWith(wanted: string): Map<string, number> {
  const needle = wanted.trim().toLowerCase();
  const found = new Map<string, number>();
  if (needle === '') return found;
  for (const page of guide) {
    const n = page.blocks.map((block) => wordsOf(block).toLowerCase().split(needle).length - 1).reduce((a, b) => a + b, 0);
    if (n > 0) found.set(page.id, n);
  }
  return found;
}

function idOfFile(path: string): string {
  return path.replace(/^.*\//u, '').replace(/\.md$/u, '');
}

function inOrder(pages: GuidePage[]): GuidePage[] {
  const front = pages.find((page) => page.id === 'README');
  const links = (front?.blocks ?? []).flatMap((block) => (block.kind === 'list' ? block.items.flat() : []));
  const order = links.flatMap((piece) => (piece.kind === 'link' ? [idOfFile(piece.to)] : []));
  const place = (page: GuidePage): number => { const at = order.indexOf(page.id); return page === front ? -1 : at < 0 ? order.length : at; };
  return [...pages].sort((a, b) => place(a) - place(b));
}

// The guide as data: every page of it is understood, linked and found.
import { describe, expect, it, test } from 'vitest';
import { guide, pagesWith, linked } from './guide';
import { idOf, inline, parse, wordsOf } from './markdown';

describe('Markdown of the guide', () => {
  test.each([
    ['a `b*c*` **d** *e*', [['text', 'a '], ['code', 'b*c*'], ['text', ' '], ['strong', 'd'], ['text', ' '], ['em', 'e']]],
    ['see [Searching](searching.md#operators).', [['text', 'see '], ['link', 'Searching'], ['text', '.']]],
    ['<b>no mark-up</b>', [['text', '<b>no mark-up</b>']]],
  ])('%s', (source, pieces) => {
    expect(inline(source).map((piece) => [piece.kind, piece.text])).toEqual(pieces);
  });

  it('tells blocks apart', () => {
    const blocks = parse('# One\n\ntext\ngoes on\n- a\n  b\n- c\n\n<!-- not\nshown -->\n| x | y |\n|---|---|\n| `1` | 2 |\n\n1. first\n2. second\n');
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'table', 'list']);
    expect(blocks.map(wordsOf)).toEqual(['One', 'text goes on', 'a b\nc', 'x y\n1 2', 'first\nsecond']);
  });
});

describe('the guide', () => {
  it('has its pages in the order of its front page, each with a title and text', () => {
    expect(guide.map((page) => page.id).slice(0, 4)).toEqual(['README', 'adding', 'searching', 'stories']);
    expect(guide.length).toBeGreaterThanOrEqual(10);
    for (const page of guide) {
      expect(page.blocks[0]?.kind).toBe('heading');
      expect(page.blocks.length).toBeGreaterThan(2);
    }
  });

  it('leaves no mark of Markdown in what is read', () => {
    for (const page of guide) {
      for (const block of page.blocks) {
        if (block.kind === 'paragraph') expect(block.text.filter((piece) => piece.kind === 'text').map((piece) => piece.text).join('')).not.toMatch(/\]\(|\*\*|^#|^\|/u);
      }
    }
  });

  it('has no link to a page or heading that is not there', () => {
    for (const page of guide) {
      const pieces = page.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.text : block.kind === 'list' ? block.items.flat() : []));
      for (const piece of pieces) {
        if (piece.kind !== 'link') continue;
        const to = linked(piece.to);
        expect(to, piece.to).not.toBeNull();
        const headings = guide.find((one) => one.id === to?.page)?.blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : []));
        if (to?.heading) expect(headings).toContain(to.heading);
      }
    }
  });

  it('says which pages have words, in any case', () => {
    const found = pagesWith('LEDGER');
    expect(found.get('stories')).toBeGreaterThan(2);
    expect(found.has('watching')).toBe(false);
    expect(pagesWith('  ').size).toBe(0);
    expect(idOf('Spellings that are one')).toBe('spellings-that-are-one');
  });
});

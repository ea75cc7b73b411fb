// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { findInText } from './findInText';
import { pickedPassage, pickedRange } from './picked';

let body: HTMLElement;

beforeEach(() => {
  document.body.replaceChildren();
  body = document.createElement('div');
  for (const [place, parts] of [[0, ['By ', 'night', ' the trams']], [3, ['run 🦀', ' again.']]] as const) {
    const block = document.createElement('p');
    block.dataset['block'] = String(place);
    parts.forEach((part, i) => {
      const piece = document.createElement('span');
      piece.dataset['passage'] = String(place * 10 + i);
      piece.textContent = part;
      block.append(piece);
    });
    body.append(block);
  }
  document.body.append(body);
});

const text = (block: number, piece: number): Node => {
  const node = body.children[block]?.children[piece]?.firstChild;
  if (!node) throw new Error('no such piece');
  return node;
};

test('points count the characters of their block across its pieces', () => {
  const range = document.createRange();
  range.setStart(text(0, 1), 2);
  range.setEnd(text(1, 1), 3);
  const at = pickedRange(range, body);
  expect([at?.from, at?.to]).toEqual([{ block: 0, offset: 5 }, { block: 3, offset: 9 }]);
});

test('a range of nothing but white space is nothing', () => {
  const range = document.createRange();
  range.setStart(text(0, 0), 2);
  range.setEnd(text(0, 0), 3);
  expect(pickedRange(range, body)).toBeNull();
});

test('all of a passage can be picked, and of none there is nothing', () => {
  const at = pickedPassage(body, body, 1);
  expect([at?.text, at?.from, at?.to]).toEqual(['night', { block: 0, offset: 3 }, { block: 0, offset: 8 }]);
  expect(pickedPassage(body, body, 99)).toBeNull();
});

test('words are found across pieces, not across blocks', () => {
  expect(findInText(body, 'NIGHT the').map((range) => range.toString())).toEqual(['night the']);
  expect(findInText(body, 'trams run')).toHaveLength(0);
});

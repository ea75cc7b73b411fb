import { expect, it } from 'vitest';
import type { OriginNodeView } from '../ipc';
import { branches } from './tree';
import type { Branch } from './tree';

const node = (name: string, depth: number): OriginNodeView => ({ articleId: null, name, depth, link: null });
const shown = (all: Branch[]): string => all.map((one) => `${one.name ?? ''}${one.below.length > 0 ? `(${shown(one.below)})` : ''}`).join(' ');

it('hangs each teller from the one it takes from', () => {
  const nodes = [node('a', 0), node('b', 1), node('c', 2), node('d', 1), node('e', 0), node('f', 1)];
  expect(shown(branches(nodes))).toBe('a(b(c) d) e(f)');
});

it('takes a list that skips a level, and none', () => {
  expect(shown(branches([node('a', 1), node('b', 3)]))).toBe('a(b)');
  expect(branches([])).toEqual([]);
});

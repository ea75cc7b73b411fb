// Heights against plain addition.
import { expect, it } from 'vitest';
import { Heights, Measured } from './heights';

it('agrees with adding up, whatever is measured', () => {
  const n = 1000;
  const heights = new Heights(n, 100);
  const plain = new Array<number>(n).fill(100);
  for (let k = 0; k < 400; k += 1) {
    const at = (k * 617) % n;
    plain[at] = 60 + ((k * 31) % 140);
    heights.set(at, plain[at] ?? 0);
  }
  let sum = 0;
  for (let at = 0; at < n; at += 1) {
    expect(heights.top(at)).toBeCloseTo(sum);
    expect(heights.at(sum)).toBe(at);
    expect(heights.at(sum + (plain[at] ?? 0) - 0.01)).toBe(at);
    sum += plain[at] ?? 0;
  }
  expect(heights.top(n)).toBeCloseTo(sum);
  expect([heights.at(-5), heights.at(sum + 500)]).toEqual([0, n - 1]);
});

it('tells a change from none, and is empty without rows', () => {
  const heights = new Heights(2, 50);
  expect([heights.set(0, 50.2), heights.set(0, 80), heights.top(2)]).toEqual([false, true, 130]);
  expect([new Heights(0, 50).top(0), new Heights(0, 50).at(10)]).toEqual([0, 0]);
});

it('remembers what was measured when rows come and go', () => {
  const measured = new Measured();
  expect(measured.heightsOf(['a', 'b'], 100).top(2)).toBe(200);
  measured.set('a', 40);
  measured.set('b', 60);
  // Too few to go by, so the others stay guessed.
  expect(measured.heightsOf(['new', 'a', 'b'], 100).top(3)).toBe(200);
  for (const key of ['c', 'd', 'd']) measured.set(key, 80);
  const heights = measured.heightsOf(['new', 'b', 'a'], 100);
  expect([heights.top(1), heights.top(2), heights.top(3)]).toEqual([65, 125, 165]);
});

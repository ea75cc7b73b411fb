import { describe, expect, it } from 'vitest';
import { ledger } from '../testing/fakeSides';
import { columnsOf, countStates, step } from './ledger';

describe('the ledger', () => {
  it('has a column for each origin that tells something', () => {
    const { rows } = ledger();
    expect(columnsOf(rows)).toEqual([0, 1]);
    expect(columnsOf([])).toEqual([]);
    expect(countStates(rows)).toMatchObject({ differ: 1, agree: 1, revised: 0 });
  });

  it('is walked through by arrow keys, past empty cells', () => {
    const filled = [[true, false, true], [false, true, false], [false, false, false]];
    expect(step('ArrowRight', [0, 0], filled)).toEqual([0, 2]);
    expect(step('ArrowRight', [0, 2], filled)).toEqual([0, 2]);
    expect(step('ArrowLeft', [0, 2], filled)).toEqual([0, 0]);
    expect(step('ArrowDown', [0, 2], filled)).toEqual([1, 1]);
    expect(step('ArrowDown', [1, 1], filled)).toEqual([1, 1]);
    expect(step('ArrowUp', [1, 1], filled)).toEqual([0, 0]);
    expect(step('End', [0, 0], filled)).toEqual([0, 2]);
    expect(step('Enter', [0, 0], filled)).toBeNull();
  });
});

import { expect, test } from 'vitest';
import type { Privacy } from '../ipc';
import { privacyChecks } from './privacy';

const SOUND: Privacy = {
  network: 'locked', networkWhy: null, isSocketRefused: true,
  readers: { isLimited: true, hasNoFiles: true, hasFewCalls: true },
  partProblems: [], isLibraryOpenToOthers: false,
};
const holding = (found: Partial<Privacy>) => privacyChecks({ ...SOUND, ...found }).map((check) => check.holds);

test('every promise has a line, and all hold where all is sound', () => {
  expect(holding({})).toEqual([true, true, true, true]);
});

test('a lock is not claimed where a socket could be opened all the same', () => {
  expect(holding({ isSocketRefused: false })).toEqual([false, true, true, true]);
});

test('where there is no lock, it says why', () => {
  const [network] = privacyChecks({ ...SOUND, network: 'notLocked', networkWhy: 'this system offers none', isSocketRefused: false });
  expect(network?.holds).toBe(false);
  expect(network?.why).toContain('this system offers none');
});

test('what confines the readers in part is named', () => {
  const readers = privacyChecks({ ...SOUND, readers: { isLimited: true, hasNoFiles: false, hasFewCalls: true } })[1];
  expect(readers?.holds).toBe(false);
  expect(readers?.why).toContain('landlock');
  expect(holding({ readers: null })[1]).toBe(false);
});

test('foreign parts and an open library are said', () => {
  expect(holding({ partProblems: ['ONNX Runtime is another file'], isLibraryOpenToOthers: true })).toEqual([true, true, false, false]);
});

// Every word the window says by itself, in the language of now.
//
// The words stand in strings/<language>; whatever holds a part of `strings` sees it change with
// the language. Not here: text of articles.
import { catalogue, strings } from './strings/language.svelte';
import { translated } from './strings/problems';
import type { Told } from './strings/problems';

export { strings };

/** 1204 as "1,204". */
export const count = (n: number): string => catalogue().say.count(n);
/** 48 as "48 %". */
export const percent = (n: number): string => catalogue().say.percent(n);
/** "A", "A and B", "A, B and C". */
export const listed = (names: readonly string[]): string => catalogue().say.listed(names);

/** "en" as "English", as it stands in a sentence; an unknown code stays as it is. */
export const languageName = (code: string): string => catalogue().say.languageName(code);

/** The same where it stands alone. */
export function languageTitle(code: string): string {
  const name = languageName(code);
  return name.charAt(0).toLocaleUpperCase(catalogue().language.code) + name.slice(1);
}

/** Whether lines run from right to left. */
export const isMirrored = (): boolean => catalogue().language.direction === 'rtl';

/** An error of the program in the language of now; in English where the window does not know it. */
export const inWords = (problem: { code: string; message: string; hint: string | null }): Told => translated(problem, catalogue().problems);

const N_NAMED = 3;

/** All of a few names; of many the first, and in words how many more there are. */
export function fewNamed(names: readonly string[]): { named: string; more: string } {
  if (names.length <= N_NAMED + 1) return { named: names.join(', '), more: '' };
  return { named: names.slice(0, N_NAMED).join(', '), more: strings.andMore(names.length - N_NAMED) };
}

// What every language has to say, as a type: English is the catalogue that all others follow.
// Not here: any word, and which language is spoken now (language.svelte.ts).
import type { en } from './en';
import type { Tools } from './tools';

/** A key that is missing is an error of types. */
export type Catalogue = Omit<typeof en, 'say'> & { say: Tools };

/** What stands in the catalogue itself, in no part of it. */
export type Frame = Omit<Catalogue, 'language' | 'say' | 'problems' | 'work' | 'sides' | 'desk' | 'history' | 'bin' | 'menu' | 'keep' | 'versions'>;

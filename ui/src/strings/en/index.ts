// The window in English: the catalogue that all others follow, key by key.
//
// Glossary: article, outlet (who publishes), passage (a few sentences), story (articles on one
// event), origin (a voice that does not come from another), telling, copy, rendering (of a
// quotation), ledger (facts by origin), furniture (what a page puts around its article),
// highlight, library, bin, pack (a model with its files).
// Not here: how a language is chosen (../language.svelte.ts).
import type { LanguageOf } from '../languages';
import type { Problems } from '../problems';
import { bin, history, menu } from './back';
import { desk } from './desk';
import { keep } from './keep';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

const language: LanguageOf = { code: 'en', direction: 'ltr' };

export const en = {
  language,
  say,
  /** The program's errors come in English. */
  problems: null as Problems | null,
  ...window,
  work,
  sides,
  desk,
  history,
  bin,
  menu,
  keep,
  versions,
};

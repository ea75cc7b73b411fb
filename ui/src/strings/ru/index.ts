// The window in Russian.
//
// Glossary: article статья, outlet издание, passage фрагмент, story сюжет, origin источник,
// telling изложение, copy копия (of the library: резервная копия), rendering вариант, ledger
// сводка фактов, furniture обрамление, highlight выделение, tag метка, library библиотека,
// bin корзина, pack пакет модели, Elsewhere У других, differs отличается.
// Readers are addressed as вы, and seldom. Not here: English, which all catalogues follow.
import type { Catalogue } from '../catalogue';
import { bin, history, keep, menu } from './keep';
import { desk } from './desk';
import { problems } from './problems';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

export const ru: Catalogue = {
  language: { code: 'ru', direction: 'ltr' },
  say, problems, ...window, work, sides, desk, history, bin, menu, keep, versions,
};

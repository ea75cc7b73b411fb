// The window in French.
//
// Glossary: article article, outlet média, passage passage, story sujet, origin origine,
// telling récit, copy copie (of the library: copie de sauvegarde), rendering version, ledger
// tableau des faits, furniture habillage, highlight surlignage, tag étiquette, library
// bibliothèque, bin corbeille, pack modèle, Elsewhere Ailleurs, differs diffère.
// Readers are addressed as vous, and seldom. Not here: English, which all catalogues follow.
import type { Catalogue } from '../catalogue';
import { bin, history, keep, menu } from './keep';
import { desk } from './desk';
import { problems } from './problems';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

export const fr: Catalogue = {
  language: { code: 'fr', direction: 'ltr' },
  say, problems, ...window, work, sides, desk, history, bin, menu, keep, versions,
};

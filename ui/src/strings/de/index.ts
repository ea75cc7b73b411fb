// The window in German.
//
// Glossary: article Artikel, outlet Medium, passage Passage, story Geschichte, origin Ursprung,
// telling Darstellung, copy Kopie (of the library: Sicherungskopie), rendering Fassung, ledger
// Faktenübersicht, furniture Beiwerk, highlight Markierung, tag Schlagwort, library Bibliothek,
// bin Papierkorb, pack Modellpaket, Elsewhere Anderswo, differs weicht ab.
// Readers are addressed as Sie, and seldom. Not here: English, which all catalogues follow.
import type { Catalogue } from '../catalogue';
import { bin, history, keep, menu } from './keep';
import { desk } from './desk';
import { problems } from './problems';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

export const de: Catalogue = {
  language: { code: 'de', direction: 'ltr' },
  say, problems, ...window, work, sides, desk, history, bin, menu, keep, versions,
};

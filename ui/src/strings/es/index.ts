// The window in Spanish.
//
// Glossary: article artículo, outlet medio, passage pasaje, story historia, origin origen,
// telling relato, copy copia (of the library: copia de seguridad), rendering versión, ledger
// tabla de hechos, furniture relleno, highlight subrayado, tag etiqueta, library biblioteca,
// bin papelera, pack modelo, Elsewhere En otros, differs difiere.
// Readers are addressed as usted, and seldom. Not here: English, which all catalogues follow.
import type { Catalogue } from '../catalogue';
import { bin, history, keep, menu } from './keep';
import { desk } from './desk';
import { problems } from './problems';
import { say } from './say';
import { sides } from './sides';
import { versions } from './versions';
import { window } from './window';
import { work } from './work';

export const es: Catalogue = {
  language: { code: 'es', direction: 'ltr' },
  say, problems, ...window, work, sides, desk, history, bin, menu, keep, versions,
};

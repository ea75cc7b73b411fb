// What the window says about articles through time, in French.
import { versionsIn } from '../versions';
import { noun, say, words } from './say';

export const versions = versionsIn(say, {
  label: 'Deux versions côte à côte',
  count: noun('version', 'versions'),
  words,
  loading: 'Recherche des versions précédentes…',
  failed: 'Ses versions ne peuvent pas être lues.',
  newest: 'affichée ici',
  since: 'ce qui a changé',
  beside: 'à côté de la plus récente',
  same: 'Les deux versions disent la même chose, mot pour mot.',
  changes: 'Ce qui ressort',
  nothing: 'Aucun titre, nombre, nom, citation ou paragraphe ne diffère.',
  action: 'Montrer ce qui a changé dans cet article',
  kinds: { headline: 'titre', quotation: 'citation', paragraph: 'paragraphe', sentence: 'phrase' },
  claims: { number: 'nombre', name: 'nom', date: 'date', negation: 'négation', modality: 'doit ou peut', word: 'formulation' },
  seen: (date, isCaptured) => (isCaptured ? `page enregistrée le ${date}` : `texte du ${date}`),
  inSeen: (date, isCaptured) => (isCaptured ? `dans la page enregistrée le ${date}` : `dans le texte du ${date}`),
  sinceWhy: (one, other) => `Ce qui diffère entre les deux : ${one} et ${other}`,
  bothHave: (one, other) => `le premier ${one}, le second ${other}`,
  onlyFirst: (one, other) => `présent ${one}, absent ${other}`,
  onlySecond: (one, other) => `absent ${one}, présent ${other}`,
});

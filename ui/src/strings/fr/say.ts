// Numbers, plurals and dates in French, and the nouns that are counted.
import { toolsOf } from '../tools';

export const say = toolsOf('fr');

export const { count, listed, percent, size } = say;

/** Nought counts as one. */
export const noun = (one: string, many: string): ((n: number) => string) => say.plural({ one: `# ${one}`, other: `# ${many}` });

export const articles = noun('article', 'articles');
export const passages = noun('passage', 'passages');
export const outlets = noun('média', 'médias');
export const stories = noun('sujet', 'sujets');
export const copies = noun('copie', 'copies');
export const files = noun('fichier', 'fichiers');
export const words = noun('mot', 'mots');
export const blocks = noun('bloc', 'blocs');
export const sentences = noun('phrase', 'phrases');
export const highlights = noun('surlignage', 'surlignages');

export const quoted = (text: string): string => `« ${text} »`;

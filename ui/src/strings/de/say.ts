// Numbers, plurals and dates in German, and the nouns that are counted.
import { toolsOf } from '../tools';

export const say = toolsOf('de');

export const { count, listed, percent, size } = say;

const noun = (one: string, many: string): ((n: number) => string) => say.plural({ one: `# ${one}`, other: `# ${many}` });

export const articles = noun('Artikel', 'Artikel');
/** Dative: "in 3 Artikeln". */
export const inArticles = noun('Artikel', 'Artikeln');
export const passages = noun('Passage', 'Passagen');
export const outlets = noun('Medium', 'Medien');
export const stories = noun('Geschichte', 'Geschichten');
export const copies = noun('Kopie', 'Kopien');
export const files = noun('Datei', 'Dateien');
export const words = noun('Wort', 'Wörter');
export const blocks = noun('Block', 'Blöcke');
export const noted = noun('Stelle', 'Stellen');
export const highlights = noun('Markierung', 'Markierungen');
export const sentences = noun('Satz', 'Sätze');
export const origins = noun('unabhängiger Ursprung', 'unabhängige Ursprünge');

export const quoted = (text: string): string => `„${text}“`;

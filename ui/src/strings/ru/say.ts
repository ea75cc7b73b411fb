// Numbers, plurals and dates in Russian, and the nouns that are counted.
import { toolsOf } from '../tools';

/** "4 янв. 2017": the word for "year" behind a date says nothing in a list. */
export const say = toolsOf('ru', (written) => written.replace(/\s?г\.$/u, ''));

export const { count, listed, percent, size } = say;

/** 1 статья, 2 статьи, 5 статей. */
export const noun = (one: string, few: string, many: string): ((n: number) => string) =>
  say.plural({ one: `# ${one}`, few: `# ${few}`, many: `# ${many}`, other: `# ${few}` });
/** The same word where only one and many differ: "в 1 статье", "из 5 статей". */
export const after = (one: string, many: string): ((n: number) => string) => noun(one, many, many);

export const articles = noun('статья', 'статьи', 'статей');
/** Genitive: "из 5 статей". */
export const ofArticles = after('статьи', 'статей');
/** Prepositional: "в 5 статьях". */
export const inArticles = after('статье', 'статьях');
export const passages = noun('фрагмент', 'фрагмента', 'фрагментов');
export const ofPassages = after('фрагмента', 'фрагментов');
export const outlets = noun('издание', 'издания', 'изданий');
export const stories = noun('сюжет', 'сюжета', 'сюжетов');
export const copies = noun('копия', 'копии', 'копий');
export const files = noun('файл', 'файла', 'файлов');
export const words = noun('слово', 'слова', 'слов');
export const blocks = noun('блок', 'блока', 'блоков');
export const sentences = noun('предложение', 'предложения', 'предложений');
export const highlights = noun('выделение', 'выделения', 'выделений');

export const quoted = (text: string): string => `«${text}»`;

// Numbers, plurals and dates in Arabic, and the nouns that are counted.
import { toolsOf } from '../tools';

export const say = toolsOf('ar-u-nu-latn-ca-gregory');

export const { count, percent, size } = say;

/** A name inside a sentence: its own direction does not disturb the words around it. */
export const apart = (name: string): string => `\u2068${name}\u2069`;

export const listed = (names: readonly string[]): string => say.listed(names.map(apart));

/** One, two, three to ten, eleven to ninety-nine, a hundred and nought. */
export const noun = (one: string, two: string, few: string, many: string, other: string): ((n: number) => string) =>
  say.plural({ zero: `# ${other}`, one, two, few: `# ${few}`, many: `# ${many}`, other: `# ${other}` });

export const articles = noun('مقالة واحدة', 'مقالتان', 'مقالات', 'مقالة', 'مقالة');
/** Behind a preposition or a verb. */
export const ofArticles = noun('مقالة واحدة', 'مقالتين', 'مقالات', 'مقالة', 'مقالة');
export const passages = noun('مقطع واحد', 'مقطعان', 'مقاطع', 'مقطعًا', 'مقطع');
export const ofPassages = noun('مقطع واحد', 'مقطعين', 'مقاطع', 'مقطعًا', 'مقطع');
export const outlets = noun('وسيلة إعلام واحدة', 'وسيلتا إعلام', 'وسائل إعلام', 'وسيلة إعلام', 'وسيلة إعلام');
export const stories = noun('قصة واحدة', 'قصتان', 'قصص', 'قصة', 'قصة');
export const ofStories = noun('قصة واحدة', 'قصتين', 'قصص', 'قصة', 'قصة');
export const copies = noun('نسخة واحدة', 'نسختان', 'نسخ', 'نسخة', 'نسخة');
export const ofFiles = noun('ملف واحد', 'ملفين', 'ملفات', 'ملفًا', 'ملف');
export const words = noun('كلمة واحدة', 'كلمتان', 'كلمات', 'كلمة', 'كلمة');
export const blocks = noun('كتلة واحدة', 'كتلتان', 'كتل', 'كتلة', 'كتلة');
export const sentences = noun('جملة واحدة', 'جملتان', 'جمل', 'جملة', 'جملة');
export const highlights = noun('تظليل واحد', 'تظليلان', 'تظليلات', 'تظليلًا', 'تظليل');

export const quoted = (text: string): string => `«${apart(text)}»`;

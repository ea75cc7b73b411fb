// Numbers, plurals and dates in Spanish, and the nouns that are counted.
import { toolsOf } from '../tools';

export const say = toolsOf('es');

export const { count, listed, percent, size } = say;

export const noun = (one: string, many: string): ((n: number) => string) => say.plural({ one: `# ${one}`, other: `# ${many}` });

export const articles = noun('artículo', 'artículos');
export const passages = noun('pasaje', 'pasajes');
export const outlets = noun('medio', 'medios');
export const stories = noun('historia', 'historias');
export const copies = noun('copia', 'copias');
export const files = noun('archivo', 'archivos');
export const words = noun('palabra', 'palabras');
export const blocks = noun('bloque', 'bloques');
export const sentences = noun('frase', 'frases');
export const highlights = noun('subrayado', 'subrayados');

export const quoted = (text: string): string => `«${text}»`;

// Numbers, plurals and dates in English. Not here: any sentence.
import { toolsOf } from '../tools';

/** The day before the month, as most of the world reads it. */
const tools = toolsOf('en-GB', (written) => written.replace(/\bSept\b/gu, 'Sep').replace(/^(\d+) – (\d+ )/u, '$1–$2'));

export const say = { ...tools, percent: (n: number) => `${tools.count(n)} %` };

export const { count, size } = say;

/** 1, "file", "files" as "1 file". */
export const some = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

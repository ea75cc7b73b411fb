// Numbers and plurals as the window writes them. Not here: any sentence.
const number = new Intl.NumberFormat('en');

/** 1204 as "1,204". */
export const count = (n: number): string => number.format(n);

/** 1, "file", "files" as "1 file". */
export const some = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

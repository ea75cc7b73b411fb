// The sides of a made-up story for the window in a browser: those the tests use.
import { fakeSides } from '../src/testing/fakeSides';

type Ok<T> = Promise<{ status: 'ok'; data: T }>;
const ok = async <T>(data: Promise<T>): Ok<T> => ({ status: 'ok', data: await data });

export const sides = {
  listStories: () => ok(fakeSides.listStories()),
  openStory: (...args: Parameters<typeof fakeSides.openStory>) => ok(fakeSides.openStory(...args)),
  storyLedger: (...args: Parameters<typeof fakeSides.storyLedger>) => ok(fakeSides.storyLedger(...args)),
  storyQuotes: (...args: Parameters<typeof fakeSides.storyQuotes>) => ok(fakeSides.storyQuotes(...args)),
  articleNews: (...args: Parameters<typeof fakeSides.articleNews>) => ok(fakeSides.articleNews(...args)),
  articleLeftOut: (...args: Parameters<typeof fakeSides.articleLeftOut>) => ok(fakeSides.articleLeftOut(...args)),
  exportLedger: (...args: Parameters<typeof fakeSides.exportLedger>) => ok(fakeSides.exportLedger(...args)),
  compareArticles: (...args: Parameters<typeof fakeSides.compareArticles>) => ok(fakeSides.compareArticles(...args)),
  articleVersions: (...args: Parameters<typeof fakeSides.articleVersions>) => ok(fakeSides.articleVersions(...args)),
  compareVersions: (...args: Parameters<typeof fakeSides.compareVersions>) => ok(fakeSides.compareVersions(...args)),
  contrast: (...args: Parameters<typeof fakeSides.contrast>) => ok(fakeSides.contrast(...args)),
  libraryMap: () => ok(fakeSides.libraryMap()),
  cancelMap: () => ok(fakeSides.cancelMap()),
  monthCounts: () => ok(fakeSides.monthCounts()),
};

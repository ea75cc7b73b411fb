// What the window says of model packs. Not here: what the program says of them itself.
import { count, some } from './words';

const FEW = 6;

export const packWords = {
  unknown: (n: number, nAll: number, languages: string) =>
    `${count(n)} of ${some(nAll, 'article', 'articles')}: ${languages}, which the model does not know.`,
  knows: (title: string, time: string | null) =>
    `${title} does${time === null ? '' : `; preparing it takes ${time} here`}.`,
  prepare: 'Prepare it',
  use: (title: string) => `Use ${title}`,
  cost: (time: string) => `Preparing it takes ${time} here; searching goes on meanwhile.`,
  languages: (names: string[]) => {
    if (names.length === 0) return 'Languages not stated';
    return names.length <= FEW ? `Made for ${names.join(', ')}` : `Made for ${count(names.length)} languages`;
  },
  preparing: (title: string) => `Preparing ${title}`,
  paused: (title: string) => `${title} waits`,
  done: (n: number, nAll: number) => (nAll === 0 ? '' : `${count(n)} of ${some(nAll, 'passage', 'passages')}`),
  pause: 'Pause',
  resume: 'Go on',
  cancel: 'Give up',
};

// What the window says about articles through time, in any language. It says in which capture
// something stands and in which it does not, never that or when somebody struck it out.
import type { DiffersIn, VersionChangeDto, VersionChangeView, VersionView } from '../ipc';
import { dayOf } from './tools';
import type { Tools } from './tools';

/** What a language supplies. `one` and `other` are what `seen` and `inSeen` gave. */
export interface VersionWords {
  label: string;
  count: (n: number) => string;
  words: (n: number) => string;
  loading: string;
  failed: string;
  newest: string;
  since: string;
  beside: string;
  same: string;
  changes: string;
  nothing: string;
  action: string;
  kinds: Record<Exclude<VersionChangeDto, 'claim'>, string>;
  claims: Record<DiffersIn, string>;
  /** "capture of 3 March 2031", or a text whose page does not say when it was saved. */
  seen: (date: string, isCaptured: boolean) => string;
  /** "in the capture of 3 March 2031". */
  inSeen: (date: string, isCaptured: boolean) => string;
  sinceWhy: (one: string, other: string) => string;
  bothHave: (one: string, other: string) => string;
  onlyFirst: (one: string, other: string) => string;
  onlySecond: (one: string, other: string) => string;
}

export function versionsIn(say: Pick<Tools, 'longDate'>, words: VersionWords) {
  const dated = (version: VersionView): string => {
    const day = dayOf(version.seenAt);
    return day ? say.longDate(day) : version.seenAt;
  };
  /** With the time where two texts are of one day. */
  const dates = (a: VersionView, b: VersionView): [string, string] => {
    const clock = (version: VersionView): string => [dated(version), version.seenAt.slice(11, 16)].filter((part) => part !== '').join(', ');
    return dated(a) === dated(b) && a.isCaptured === b.isCaptured ? [clock(a), clock(b)] : [dated(a), dated(b)];
  };
  const { kinds, claims, seen, inSeen, sinceWhy, bothHave, onlyFirst, onlySecond, ...plain } = words;
  return {
    ...plain,
    seen: (version: VersionView) => {
      const said = seen(dated(version), version.isCaptured);
      return said.charAt(0).toUpperCase() + said.slice(1);
    },
    sinceWhy: (a: VersionView, b: VersionView) => {
      const [one, other] = dates(a, b);
      return sinceWhy(seen(one, a.isCaptured), seen(other, b.isCaptured));
    },
    kind: (change: VersionChangeView) => (change.kind === 'claim' ? claims[change.claim ?? 'word'] : kinds[change.kind]),
    text: (change: VersionChangeView) => [change.a, change.b].filter((it) => it !== null).join(' → '),
    where: (change: VersionChangeView, a: VersionView, b: VersionView) => {
      const [one, other] = dates(a, b);
      const [inOne, inOther] = [inSeen(one, a.isCaptured), inSeen(other, b.isCaptured)];
      if (change.a !== null && change.b !== null) return bothHave(inOne, inOther);
      return change.b === null ? onlyFirst(inOne, inOther) : onlySecond(inOne, inOther);
    },
  };
}

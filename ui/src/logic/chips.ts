// What a filter is called on its chip.
import type { QueryPart } from '../ipc';
import { languageName, strings } from '../strings';
import { shortDate } from './when';

export function chipWords(part: QueryPart): string {
  const value =
    part.kind === 'lang' ? languageName(part.value)
    : part.kind === 'after' || part.kind === 'before' ? shortDate(part.value)
    : part.value;
  return strings.search.chip(part.kind, value);
}

// A passage found as plain text with where it is from, for dragging it out.
import type { Hit } from '../ipc';
import { strings } from '../strings';
import { longDate } from './when';

export function cited(hit: Pick<Hit, 'segments' | 'outlet' | 'title' | 'published' | 'fileName'>): string {
  const words = hit.segments.map((segment) => segment.text).join('').trim();
  const source = [hit.outlet ?? '', strings.quoted(hit.title), hit.published === null ? '' : longDate(hit.published)];
  return strings.cited(words, source.filter((part) => part !== ''), hit.fileName);
}

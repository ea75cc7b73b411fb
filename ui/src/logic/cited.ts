// A passage found as plain text with where it is from, for dragging it out.
import type { Hit } from '../ipc';
import { longDate } from './when';

export function cited(hit: Pick<Hit, 'segments' | 'outlet' | 'title' | 'published' | 'fileName'>): string {
  const words = hit.segments.map((segment) => segment.text).join('').trim();
  const source = [hit.outlet, `“${hit.title}”`, hit.published && longDate(hit.published)].filter(Boolean).join(', ');
  return `“${words}”\n— ${source}. File ${hit.fileName}`;
}

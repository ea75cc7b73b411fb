// What there is to copy right now: the articles that are picked, or the open one and the words
// selected in it. Not here: in which form, and the clipboard.
import type { TextRange } from '../ipc';
import type { App } from '../state/app.svelte';
import { picked } from './picked';

export interface ToCopy { articleIds: number[]; range: TextRange | null }

export function toCopy(app: App): ToCopy | null {
  if (app.picks.n > 0) return { articleIds: [...app.picks.ids], range: null };
  const articleId = app.reader.article?.articleId;
  if (articleId === undefined) return null;
  const column = document.querySelector<HTMLElement>('#reading .col');
  const text = column?.querySelector<HTMLElement>('.body');
  const at = text && column ? picked(text, column) : null;
  return { articleIds: [articleId], range: at && { articleId, from: at.from, to: at.to } };
}

// What was typed into the form of an article and not saved yet; kept until it is, or until
// it is given up. Not here: the form (components/ArticleForm.svelte).
import type { ArticleForm } from '../ipc';

/** The form as it is typed. */
export type Draft = Omit<ArticleForm, 'tags'> & { tags: string };

export class Drafts extends Map<number, Draft> {}

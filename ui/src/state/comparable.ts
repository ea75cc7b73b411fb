// What an article can be laid beside: those of its story, those said to say the same, and all.
import type { ArticleRow } from '../ipc';
import type { App } from './app.svelte';

export async function comparable(app: App, articleId: number): Promise<{ story: number[]; near: number[]; rows: ArticleRow[] }> {
  const [rows, story] = await Promise.all([
    app.backend.listArticles(null).catch(() => []),
    app.backend.openStory(articleId).catch(() => null),
  ]);
  const beside = app.elsewhere.reply?.hits.map((hit) => hit.articleId) ?? [];
  const own = (story?.articles.map((article) => article.articleId) ?? []).filter((id) => id !== articleId);
  const near = beside.filter((id, i) => id !== articleId && !own.includes(id) && beside.indexOf(id) === i);
  return { story: own, near, rows };
}

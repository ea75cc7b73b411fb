// Lists that stay calm while an import runs, and what the import says of itself.
import { describe, expect, it } from 'vitest';
import { importCard } from '../logic/importCard';
import { fakeBackend, found, hit, progress } from '../testing/fakeBackend';
import { App } from './app.svelte';

const hits = (...ids: number[]) => ids.map((passageId) => hit({ passageId }));
const rest = (ms = 5): Promise<void> => new Promise((done) => { setTimeout(done, ms); });

describe('a search while an import runs', () => {
  async function searching(...ids: number[]): Promise<{ app: App; answer: (...ids: number[]) => void }> {
    let now = hits(...ids);
    const app = new App(fakeBackend({ search: (r) => Promise.resolve(found(r.query, { hits: now, nTotal: now.length })) }));
    app.search.type('night');
    await app.search.run();
    return { app, answer: (...next) => { now = hits(...next); } };
  }
  const shown = (app: App): number[] => app.search.reply?.hits.map((one) => one.passageId) ?? [];

  it('keeps its hits where they are; what would move them waits until it is asked for', async () => {
    const { app, answer } = await searching(1, 2, 3);
    answer(9, 3, 8, 1, 2, 7);
    await app.search.refresh(true);
    expect(shown(app)).toEqual([1, 2, 3, 7]);
    expect(app.search.nNew).toBe(2);
    app.search.showNew();
    expect(shown(app)).toEqual([9, 3, 8, 1, 2, 7]);
    expect(app.search.nNew).toBe(0);
  });

  it('takes away what is gone, and is never dimmed', async () => {
    const { app, answer } = await searching(1, 2, 3);
    answer(1, 3);
    const done = app.search.refresh(true);
    expect(app.search.busy).toBe(false);
    await done;
    expect([shown(app), app.search.nNew]).toEqual([[1, 3], 0]);
  });

  it('shows the first hits at once, and everything once no import runs', async () => {
    const { app, answer } = await searching();
    answer(1);
    await app.search.refresh(true);
    expect(shown(app)).toEqual([1]);
    answer(2, 1);
    await app.search.refresh(false);
    expect([shown(app), app.search.nNew]).toEqual([[2, 1], 0]);
  });

  it('forgets what waited when something else is asked', async () => {
    const { app, answer } = await searching(1);
    answer(2, 1);
    await app.search.refresh(true);
    app.search.type('day');
    expect(app.search.nNew).toBe(0);
  });

  it('knows that an import has just ended', async () => {
    const app = new App(fakeBackend());
    expect(app.importing.isSettling).toBe(false);
    app.importing.take(progress());
    app.importing.take(progress({ phase: 'done' }));
    await rest();
    expect(app.importing.isSettling).toBe(true);
  });
});

describe('the card of an import', () => {
  it('has no full bar while passages wait, and says passages and time left', () => {
    const card = importCard(progress({ nFiles: 493, nFilesDone: 493, nPassages: 800, nPassagesDone: 200, secondsLeft: 75 }));
    expect(card.share).toBeCloseTo(0.625);
    expect(card.line).toContain('200 of 800 passages');
    expect(card.line).toMatch(/left/);
    expect(card.title).toBe('Preparing search by meaning');
  });

  it('counts both while files are still read', () => {
    const card = importCard(progress());
    expect(card.line).toContain('30 of 48 files');
    expect(card.line).toContain('212 of 640 passages');
    expect(card.share).toBeLessThan(30 / 48);
  });
});

it('lists nothing as of the same story that is only near, and stands aside for hits', async () => {
  const app = new App(fakeBackend());
  app.elsewhere.reply = { hits: [hit({ articleId: 7 }), hit({ articleId: 2 })], copies: [], nOutlets: 1, searchedMeaning: true, outsideModel: null };
  const { story, near } = await app.comparable(1);
  expect(story).not.toContain(7);
  expect(near).toContain(7);
  expect(near.filter((id) => story.includes(id))).toEqual([]);
  app.show('stories');
  app.type('night');
  expect(app.stage.scene).toBe('reader');
});

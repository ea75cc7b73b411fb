// The door itself: results unwrapped, errors as problems, a missing shell survived.
import { beforeEach, expect, it, vi } from 'vitest';

const invoke = vi.hoisted(() => vi.fn());
const listen = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({ listen }));

import { backend, Problem } from '.';

beforeEach(() => { invoke.mockReset(); listen.mockReset(); });

it('sends arguments by name and hands back the value', async () => {
  invoke.mockResolvedValue(3);
  await expect(backend.emptyBin()).resolves.toBe(3);
  await backend.openArticle(7, 71, 'night');
  expect(invoke).toHaveBeenLastCalledWith('open_article', { articleId: 7, passageId: 71, query: 'night' });
});

it('rejects with code, message and hint', async () => {
  invoke.mockRejectedValue({ code: 'model_missing', message: 'no model', hint: 'run the set-up' });
  const problem = await backend.libraryState().catch((thrown: unknown) => thrown);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ code: 'model_missing', message: 'no model', hint: 'run the set-up' });
});

it('turns what the shell throws into a problem', async () => {
  invoke.mockImplementation(() => { throw new TypeError('no shell'); });
  await expect(backend.libraryState()).rejects.toMatchObject({ code: 'window', message: 'no shell' });
});

it('hands on the payload of events', async () => {
  const end = vi.fn();
  listen.mockImplementation((_name: string, cb: (event: { payload: unknown }) => void) => {
    cb({ payload: { phase: 'enter', nItems: 2 } });
    return Promise.resolve(end);
  });
  const heard = vi.fn();
  await expect(backend.onDragState(heard)).resolves.toBe(end);
  expect(heard).toHaveBeenCalledWith({ phase: 'enter', nItems: 2 });
  expect(listen.mock.calls[0]?.[0]).toBe('drag-state');
});

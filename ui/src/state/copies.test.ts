import { expect, test } from 'vitest';
import { fakeBackend, problem } from '../testing/fakeBackend';
import type { BackupChoice } from '../ipc';
import { App } from './app.svelte';

const copy: BackupChoice = {
  backupId: 7, madeAt: '2031-01-05T10:00:00Z', reason: 'daily', nArticles: 3, bytes: 4096, state: 'whole',
};

test('a copy is put back once, and the list is read again', async () => {
  const backend = fakeBackend({ backups: () => Promise.resolve([copy]) });
  const { copies } = new App(backend);
  await copies.refresh();
  expect(copies.all).toEqual([copy]);
  copies.asking = copy.backupId;
  await copies.restore(copy);
  expect(backend.named('restoreBackup').map((call) => call.args)).toEqual([[7]]);
  expect([copies.asking, copies.isRestoring]).toEqual([null, false]);
});

test('what cannot be put back is said, and the copies stay', async () => {
  const failing = () => Promise.reject(problem({ code: 'backup_damaged', message: 'the copy is not whole' }));
  const app = new App(fakeBackend({ backups: () => Promise.resolve([copy]), restoreBackup: failing }));
  await app.copies.restore(copy);
  expect(app.toasts.current).toMatchObject({ text: 'the copy is not whole', failed: true });
  expect(app.copies.all).toEqual([copy]);
});

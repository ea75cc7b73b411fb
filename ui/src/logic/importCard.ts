// What the import card says and offers, for each state an import can be in.
//
// A pure function from progress to words, share and buttons. Not here: the buttons' doing.
import type { ImportProgress } from '../ipc';
import { strings } from '../strings';
import { timeLeft } from './timeLeft';

export interface ImportCard {
  title: string;
  line: string;
  /** The file at hand, and the page of it that is read by OCR. */
  current: string;
  /** 0…1, or null when the end is not known yet. */
  share: number | null;
  /** Whether work is still going on or waiting. */
  running: boolean;
  canPause: boolean;
  canResume: boolean;
  canCancel: boolean;
  canDismiss: boolean;
}

export function importCard(p: ImportProgress): ImportCard {
  const ended = p.phase === 'done' || p.phase === 'cancelled';
  return {
    title: titleOf(p),
    line: ended ? strings.job.summary(p) : runningLine(p),
    current: ended ? '' : currentOf(p),
    share: ended ? 1 : shareOf(p),
    running: !ended,
    canPause: p.phase === 'reading' || p.phase === 'embedding',
    canResume: p.phase === 'paused',
    canCancel: !ended,
    canDismiss: ended,
  };
}

function titleOf(p: ImportProgress): string {
  switch (p.phase) {
    case 'reading':
      if (p.isFollowing) return strings.work.following.reading;
      if (p.nFiles === 0) return strings.job.looking;
      return readsFiles(p) ? strings.job.reading(p.nFiles) : strings.job.embedding;
    case 'embedding':
      return strings.job.embedding;
    case 'paused':
      return strings.job.paused;
    case 'cancelled':
      return strings.job.cancelled;
    case 'done':
      return p.isFollowing ? strings.work.following.done(p.nImported) : strings.job.done(p.nImported);
  }
}

function runningLine(p: ImportProgress): string {
  const left = p.phase === 'paused' ? '' : timeLeft(p.secondsLeft);
  return [doneSoFar(p), left].filter((part) => part !== '').join(' · ');
}

/** Files are read while earlier ones are prepared: until both are through, both are counted. */
function doneSoFar(p: ImportProgress): string {
  if (isLooking(p)) return '';
  const files = readsFiles(p) ? strings.job.files(p.nFilesDone, p.nFiles) : '';
  const passages = p.nPassages > 0 ? strings.job.passages(p.nPassagesDone, p.nPassages) : '';
  const scans = p.nScansWaiting > 0 ? strings.job.scansWait(p.nScansWaiting) : '';
  return [files, passages, scans].filter((part) => part !== '').join(' · ');
}

function currentOf(p: ImportProgress): string {
  if (p.current === null) return '';
  return p.page === null ? p.current : strings.job.page(p.current, p.page.number, p.page.nPages);
}

/** Half for reading, half for what follows: no full bar while passages wait. */
function shareOf(p: ImportProgress): number | null {
  if (isLooking(p)) return null;
  const part = (done: number, all: number): number => (all === 0 ? 0 : Math.min(1, done / all));
  const files = !readsFiles(p) ? 1 : part(p.nFilesDone, p.nFiles);
  return (files + part(p.nPassagesDone, p.nPassages)) / 2;
}

const isLooking = (p: ImportProgress): boolean => p.phase === 'reading' && p.nFiles === 0;
const readsFiles = (p: ImportProgress): boolean => p.phase !== 'embedding' && p.nFilesDone < p.nFiles;

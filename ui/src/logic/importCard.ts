// What the import card says and offers, for each state an import can be in.
//
// A pure function from progress to words, share and buttons. Not here: the buttons' doing.
import type { ImportProgress } from '../ipc';
import { strings } from '../strings';
import { timeLeft } from './timeLeft';

export interface ImportCard {
  title: string;
  line: string;
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
      return p.nFiles === 0 ? strings.job.looking : strings.job.reading(p.nFiles);
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

function doneSoFar(p: ImportProgress): string {
  if (readingFiles(p)) return p.nFiles === 0 ? '' : strings.job.files(p.nFilesDone, p.nFiles);
  return strings.job.passages(p.nPassagesDone, p.nPassages);
}

function shareOf(p: ImportProgress): number | null {
  const [done, all] = readingFiles(p) ? [p.nFilesDone, p.nFiles] : [p.nPassagesDone, p.nPassages];
  return all === 0 ? null : Math.min(1, done / all);
}

/** A paused import shows whichever half it was stopped in. */
function readingFiles(p: ImportProgress): boolean {
  return p.phase === 'reading' || (p.phase === 'paused' && p.nFilesDone < p.nFiles);
}

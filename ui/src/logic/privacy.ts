// What the settings say of each promise of privacy. Pure.
// Not here: looking (the program does), layout.
import type { Privacy } from '../ipc';
import { strings } from '../strings';

export interface PrivacyCheck {
  text: string;
  /** More about it, or what is missing. */
  why: string | null;
  holds: boolean;
}

/** One line for each promise, in the order people ask for them. */
export function privacyChecks(found: Privacy): PrivacyCheck[] {
  return [network(found), readers(found), parts(found), library(found)];
}

function network(found: Privacy): PrivacyCheck {
  const words = strings.work.settings.privacy;
  if (found.network === 'locked' && found.isSocketRefused) return { text: words.locked, why: words.lockedWhy, holds: true };
  if (found.network === 'loopbackForTests') return { text: words.testBuild, why: null, holds: false };
  return { text: words.notLocked, why: words.notLockedWhy(found.networkWhy ?? ''), holds: false };
}

function readers(found: Privacy): PrivacyCheck {
  const words = strings.work.settings.privacy;
  const state = found.readers;
  if (!state) return { text: words.noReaders, why: null, holds: false };
  const missing = [
    state.isLimited ? null : words.limits,
    state.hasNoFiles ? null : words.files,
    state.hasFewCalls ? null : words.calls,
  ].filter((what) => what !== null);
  if (missing.length === 0) return { text: words.confined, why: words.confinedWhy, holds: true };
  return { text: words.partlyConfined, why: words.missing(missing), holds: false };
}

function parts(found: Privacy): PrivacyCheck {
  const words = strings.work.settings.privacy;
  if (found.partProblems.length === 0) return { text: words.parts, why: words.partsWhy, holds: true };
  return { text: words.foreignParts, why: found.partProblems.join(' '), holds: false };
}

function library(found: Privacy): PrivacyCheck {
  const words = strings.work.settings.privacy;
  if (!found.isLibraryOpenToOthers) return { text: words.own, why: null, holds: true };
  return { text: words.openToOthers, why: words.openToOthersWhy, holds: false };
}

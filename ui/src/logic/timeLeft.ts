// Seconds left, as a person would say them.
//
// Coarser the further away the end is: an estimate read to the second is a false promise.
import { strings } from '../strings';

/** "9 s left", "about 4 min left", "almost done"; empty when nothing can be said. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return '';
  return seconds < 2 ? strings.left.almost : timeInWords(seconds, strings.left);
}

/** How long something takes that has not begun: "10 s", "about 4 min". */
export function takes(seconds: number): string {
  return timeInWords(Math.max(1, seconds), strings.takes);
}

interface TimeWords { seconds: (n: number) => string; aMinute: string; minutes: (n: number) => string; hours: (n: number, minutes: number) => string }

function timeInWords(seconds: number, words: TimeWords): string {
  if (seconds < 55) return words.seconds(Math.round(seconds));
  if (seconds < 90) return words.aMinute;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return words.minutes(minutes);
  const tens = Math.round(minutes / 10) * 10;
  return words.hours(Math.floor(tens / 60), tens % 60);
}

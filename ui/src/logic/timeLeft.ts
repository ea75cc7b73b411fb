// Seconds left, as a person would say them.
//
// Coarser the further away the end is: an estimate read to the second is a false promise.

/** "9 s left", "about 4 min left", "almost done"; empty when nothing can be said. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return '';
  if (seconds < 2) return 'almost done';
  if (seconds < 55) return `${String(Math.round(seconds))} s left`;
  if (seconds < 90) return 'about a minute left';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${String(minutes)} min left`;
  return `about ${hours(minutes)} left`;
}

/** How long something takes that has not begun: "10 s", "about 4 min". */
export function takes(seconds: number): string {
  if (seconds < 55) return `${String(Math.max(1, Math.round(seconds)))} s`;
  if (seconds < 90) return 'about a minute';
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${String(minutes)} min` : `about ${hours(minutes)}`;
}

function hours(minutes: number): string {
  const tens = Math.round(minutes / 10) * 10;
  const whole = Math.floor(tens / 60);
  const rest = tens % 60;
  return rest === 0 ? `${String(whole)} h` : `${String(whole)} h ${String(rest)} min`;
}

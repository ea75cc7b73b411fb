// Moments, as the reader's own clock shows them. Not here: dates of articles (when.ts),
// which are days and know no clock.
const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** "2031-01-05T10:00:00Z" as "5 Jan, 10:00" in the reader's time zone; else the text itself. */
export function dayAndTime(moment: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? moment : format.format(date);
}

/** 48200000 as "48 MB". */
export function size(bytes: number): string {
  const [n, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : bytes >= 1e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'KB'];
  return `${n >= 10 || unit === 'KB' ? String(Math.round(n)) : n.toFixed(1)} ${unit}`;
}

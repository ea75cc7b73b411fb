// Moments, as the reader's own clock shows them. Not here: dates of articles (when.ts),
// which are days and know no clock.
import { strings } from '../strings';

/** "2031-01-05T10:00:00Z" as "5 Jan, 10:00" in the reader's time zone; else the text itself. */
export function dayAndTime(moment: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? moment : strings.say.moment(date);
}

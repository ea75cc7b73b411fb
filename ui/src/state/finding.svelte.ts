// Finding words in the open article: what is sought, how often it stands there, and at
// which match the reader is. Not here: marking them (dom/findInText.ts).
export class Finding {
  shown = $state(false);
  wanted = $state('');
  n = $state(0);
  at = $state(0);
  /** Counts openings, so that the field takes the focus again. */
  asked = $state(0);

  show(): void {
    this.shown = true;
    this.asked += 1;
  }

  hide(): void {
    this.shown = false;
    this.n = 0;
    this.at = 0;
  }

  /** There are `n` matches now; the reader stays near the one they were at. */
  found(n: number): void {
    this.n = n;
    this.at = Math.min(this.at, Math.max(0, n - 1));
  }

  step(by: 1 | -1): void {
    if (this.n > 0) this.at = (this.at + by + this.n) % this.n;
  }
}

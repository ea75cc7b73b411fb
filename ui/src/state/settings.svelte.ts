// Appearance the reader chose: theme and text size, kept in localStorage.
//
// First paint is done by public/first-paint.js with the same keys; this takes over.
// Not here: anything about the library; settings belong to the window.

export type Theme = 'light' | 'dark' | 'system';

const THEME_KEY = 'parallax.theme';
const SCALE_KEY = 'parallax.textScale';
const SCALES = [0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6];

export class Settings {
  theme = $state<Theme>('system');
  textScale = $state(1);
  #systemDark = $state(false);
  /** What `theme` comes to right now. */
  readonly resolved = $derived<'light' | 'dark'>(
    this.theme === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.theme,
  );

  constructor() {
    const theme = read(THEME_KEY);
    if (theme === 'light' || theme === 'dark') this.theme = theme;
    const scale = Number(read(SCALE_KEY));
    if (SCALES.includes(scale)) this.textScale = scale;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = dark.matches;
    dark.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  /** The first step always changes what is seen; the last returns to the system's choice. */
  nextTheme(): void {
    const opposite = this.#systemDark ? 'light' : 'dark';
    const same = this.#systemDark ? 'dark' : 'light';
    this.chooseTheme(this.theme === 'system' ? opposite : this.theme === opposite ? same : 'system');
  }

  chooseTheme(theme: Theme): void {
    this.theme = theme;
    write(THEME_KEY, this.theme === 'system' ? null : this.theme);
    this.#apply();
  }

  larger(): void { this.#stepScale(1); }
  smaller(): void { this.#stepScale(-1); }

  normalSize(): void {
    this.textScale = 1;
    write(SCALE_KEY, null);
    this.#apply();
  }

  #stepScale(by: number): void {
    const at = Math.min(SCALES.length - 1, Math.max(0, SCALES.indexOf(this.textScale) + by));
    this.textScale = SCALES[at] ?? 1;
    write(SCALE_KEY, String(this.textScale));
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.dataset['theme'] = this.resolved;
    root.style.setProperty('--text-scale', String(this.textScale));
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

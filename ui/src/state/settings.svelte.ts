// What the reader chose of the window: language, theme and text size, kept in localStorage.
//
// First paint is done by public/first-paint.js with the same keys; this takes over.
// Not here: anything about the library; settings belong to the window.

import { catalogue, speak, spokenOf } from '../strings/language.svelte';
import { LANGUAGES } from '../strings/languages';
import type { Language } from '../strings/languages';

export type Theme = 'light' | 'dark' | 'system';

export type LanguageChoice = Language | 'system';

const LANGUAGE_KEY = 'parallax.language';
const THEME_KEY = 'parallax.theme';
const SCALE_KEY = 'parallax.textScale';
const SCALES = [0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6];

export class Settings {
  language = $state<LanguageChoice>('system');
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
    const language = read(LANGUAGE_KEY);
    this.language = LANGUAGES.find((one) => one === language) ?? 'system';
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = dark.matches;
    dark.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  /** What the system's language comes to: one of those the window speaks. */
  get systemLanguage(): Language { return spokenOf(navigator.languages); }

  /** Resolves when the window speaks it. */
  async chooseLanguage(choice: LanguageChoice): Promise<void> {
    this.language = choice;
    write(LANGUAGE_KEY, choice === 'system' ? null : choice);
    await this.speak();
  }

  /** Loads the catalogue of the language chosen and turns the page its way. */
  async speak(): Promise<void> {
    await speak(this.language === 'system' ? this.systemLanguage : this.language);
    const { code, direction } = catalogue().language;
    const root = document.documentElement;
    root.lang = code;
    root.dir = direction;
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

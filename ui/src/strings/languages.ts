// The languages the window speaks. Not here: their words, and which of them is spoken now.

/** In the order they are offered. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ru', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', ru: 'Русский', ar: 'العربية' };

export interface LanguageOf { code: Language; direction: 'ltr' | 'rtl' }

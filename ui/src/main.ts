// Entry of the window: styles and typefaces, the state around the program, the page.
// Not here: the theme before the first paint (public/first-paint.js).
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/source-serif-4/opsz.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import { mount } from 'svelte';
import Window from './Window.svelte';
import { backend } from './ipc';
import { App } from './state/app.svelte';

// Asked for at once, not when the first text needs them: otherwise a fallback shows first.
for (const face of ["1em 'Inter Variable'", "1em 'Source Serif 4 Variable'"]) void document.fonts.load(face);

const target = document.getElementById('app');
if (target) void begin(target);

/** The first thing drawn is in the reader's language. */
async function begin(into: HTMLElement): Promise<void> {
  const app = new App(backend);
  await app.settings.speak();
  mount(Window, { target: into, props: { app } });
}

// Entry of the window: styles and typefaces, the state around the program, the page.
// Not here: the theme before the first paint (public/first-paint.js).
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/source-serif-4/opsz.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import Window from './Window.svelte';
import { backend } from './ipc';
import { App } from './state/app.svelte';

const target = document.getElementById('app');
if (target) mount(Window, { target, props: { app: new App(backend) } });

// Svelte's own settings, read by Vite, svelte-check and the linter.
// Not here: anything about bundling, which vite.config.ts decides.
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};

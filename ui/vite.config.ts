// How the window is bundled and tested.
//
// The result lands in `dist`, which the desktop shell embeds. Nothing is inlined
// (no data: fonts, no inline script or style), so the strict content policy holds.
// The guide is read from ../docs, outside this folder.
// Not here: the development-only fake backend, see `dev/vite.config.ts`.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: 'localhost', fs: { allow: ['..'] } },
  build: {
    target: 'safari16',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  // Component tests mount real components, so the browser build of Svelte is wanted.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});

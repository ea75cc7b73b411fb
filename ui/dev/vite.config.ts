// The window in a browser, with a made-up library behind it: for looking at the design.
//
// Puts `dev/fake-bindings.ts` in the place of the generated bindings. Nothing under `dev`
// is ever part of the bundle; `vite.config.ts` does not know it.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const fakeBackend: Plugin = {
  name: 'fake-backend',
  enforce: 'pre',
  resolveId(source, importer) {
    const wanted = source === './bindings' && importer?.endsWith('/src/ipc/index.ts') === true;
    return wanted ? fileURLToPath(new URL('./fake-bindings.ts', import.meta.url)) : null;
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: 'node_modules/.vite-fake',
  plugins: [fakeBackend, svelte()],
  server: { port: 1421, strictPort: true, host: '127.0.0.1', fs: { allow: ['..'] } },
});

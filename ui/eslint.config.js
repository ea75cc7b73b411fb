// What the linter insists on beyond types.
//
// Two rules guard promises: imported text is never rendered as mark-up
// (`svelte/no-at-html-tags`), and only `src/ipc` knows the desktop shell
// (`no-restricted-imports`). Not here: formatting.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const shellOnlyInIpc = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/ipc talks to the desktop shell.' }],
};

// `style:` directives go through the CSSOM, which the content policy allows.
const noStyleAttribute = {
  selector: 'SvelteAttribute[key.name="style"]',
  message: 'The content policy forbids style attributes; use a class or a style: directive.',
};

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/ipc/bindings.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-imports': ['error', shellOnlyInIpc],
      'no-eval': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      'no-undef': 'off',
      'svelte/no-at-html-tags': 'error',
      'no-restricted-syntax': ['error', noStyleAttribute],
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
    },
  },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },
  // French sets spaces that do not break before some of its marks.
  { files: ['src/strings/**'], rules: { 'no-irregular-whitespace': ['error', { skipTemplates: true }] } },
  { files: ['src/ipc/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['*.js', '*.ts', 'dev/**'], languageOptions: { globals: { ...globals.node } } },
);

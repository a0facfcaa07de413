import eslint from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What a folder of the house may not import. The arrows are drawn in docs/ARCHITECTURE.md. */
const walls = [
  { target: 'protocol', from: '.', except: ['./protocol', './node_modules/valibot'] },
  { target: 'widget', from: ['worker', 'dev', 'bench', 'examples'] },
  { target: 'worker', from: ['widget', 'dev', 'bench', 'examples'], except: [] },
  { target: 'examples', from: ['worker', 'dev', 'bench'] },
  {
    target: 'widget/stores',
    from: 'widget',
    except: ['./stores', './api/chat-api.ts', './api/chat-api-error.ts', './i18n'],
  },
  { target: 'widget/api', from: 'widget', except: ['./api'] },
  {
    target: 'widget/components',
    from: 'widget',
    except: ['./components', './controllers', './events', './styles', './i18n', './markdown', './stores'],
  },
  { target: 'widget/markdown', from: 'widget', except: ['./markdown'] },
  { target: 'widget/styles', from: 'widget', except: ['./styles'] },
  { target: 'widget/i18n', from: 'widget', except: ['./i18n'] },
  { target: 'worker/ports', from: 'worker', except: ['./ports'] },
  { target: 'worker/services', from: 'worker', except: ['./services', './ports', './errors.ts'] },
  { target: 'worker/providers', from: 'worker', except: ['./providers', './ports', './errors.ts'] },
  { target: 'worker/persistence', from: 'worker', except: ['./persistence', './ports', './errors.ts'] },
  {
    target: 'worker/routes',
    from: 'worker',
    except: ['./routes', './services', './ports', './middleware', './errors.ts', './env.ts'],
  },
];

/** Tests may reach across the house: they put its parts together. */
const tests = ['**/*.test.ts', '**/__fixtures__/**', 'worker/testing/**', 'widget/testing/**'];

/** One wall as a rule of its own, since a later `no-restricted-paths` would replace an earlier one. */
const paths = (name) => new URL(name, import.meta.url).pathname;
const zones = walls.flatMap(({ target, from, except = [] }) =>
  [from].flat().map((folder) => ({
    target: paths(target),
    from: paths(folder),
    except: except.map((kept) => kept),
    message: 'docs/ARCHITECTURE.md says which folder may import which.',
  })),
);

export default defineConfig(
  globalIgnores(['dist', 'node_modules', '.wrangler', '.local', 'worker/persistence/database.types.ts']),
  eslint.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })],
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off', // noPropertyAccessFromIndexSignature asks for the brackets
    },
  },
  {
    files: ['widget/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice'], litA11y.configs.recommended],
    settings: { wc: { elementBaseClasses: ['LitElement'] } },
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Markup is rendered from templates, never from strings.' },
        { property: 'outerHTML', message: 'Markup is rendered from templates, never from strings.' },
        { property: 'insertAdjacentHTML', message: 'Markup is rendered from templates, never from strings.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: ['lit/directives/unsafe-html.js', 'lit/directives/unsafe-svg.js'] },
      ],
    },
  },
  {
    files: ['worker/**/*.ts'],
    ignores: ['worker/persistence/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@supabase/*'], message: 'supabase-js lives in worker/persistence alone.' }] },
      ],
    },
  },
  {
    files: tests,
    rules: {
      'import-x/no-restricted-paths': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off', // chai's assertions are properties
      '@typescript-eslint/no-floating-promises': 'off', // and typed as thenable by @open-wc/testing
      '@typescript-eslint/no-non-null-assertion': 'off', // a missing element should fail the test right there
    },
  },
);

/*
 * Which folder may import which, as docs/ARCHITECTURE.md draws it. A folder may always import itself and, but for
 * `protocol`, the contract. Tests may reach across the house: they put its parts together.
 */

/** What each folder of a side may import of that side. A folder that is not named here may import nothing of it. */
const widget = {
  api: [],
  components: ['controllers', 'events', 'i18n', 'markdown', 'styles'],
  controllers: [],
  events: [],
  i18n: [],
  markdown: [],
  npm: ['components', 'events', 'i18n', 'paynless-chat'],
  'paynless-chat': ['api', 'components', 'controllers', 'events', 'i18n', 'session', 'stores', 'styles'],
  session: ['api', 'stores'],
  stores: ['api'],
  styles: [],
};

const worker = {
  identity: ['env.ts', 'errors.ts', 'ports'],
  logging: ['ports'],
  middleware: ['errors.ts', 'identity', 'ports'],
  openapi: [],
  persistence: ['errors.ts', 'ports'],
  ports: [],
  providers: ['errors.ts', 'ports'],
  routes: ['env.ts', 'errors.ts', 'middleware', 'openapi', 'ports', 'services'],
  services: ['errors.ts', 'ports'],
  turns: ['errors.ts', 'ports'],
};

const message = 'docs/ARCHITECTURE.md says which folder may import which.';

function insideOf(side, folders) {
  return Object.entries(folders).map(([folder, allowed]) => ({
    target: `./${side}/${folder}`,
    from: `./${side}`,
    except: [folder, ...allowed].map((name) => `./${name}`),
    message,
  }));
}

/** For `import-x/no-restricted-paths`. */
export const zones = [
  { target: './protocol', from: '.', except: ['./protocol', './node_modules/valibot'], message },
  ...['worker', 'dev', 'bench', 'examples'].map((from) => ({
    target: './widget',
    from: `./${from}`,
    message,
  })),
  ...['widget', 'dev', 'bench', 'examples'].map((from) => ({
    target: './worker',
    from: `./${from}`,
    message,
  })),
  ...['worker', 'dev', 'bench'].map((from) => ({ target: './examples', from: `./${from}`, message })),
  ...['examples', 'bench'].map((from) => ({ target: './dev', from: `./${from}`, message })),
  // It measures what is built, from outside.
  {
    target: './bench',
    from: '.',
    except: ['./bench', './node_modules', './protocol', './dev/browser', './dev/built-worker'],
    message,
  },
  // A host page uses what any site may use: the entry.
  { target: './examples', from: './widget', except: ['./index.ts'], message },
  ...['widget', 'worker'].map((side) => ({ target: `./${side}`, from: `./${side}/testing`, message })),
  ...insideOf('widget', widget),
  ...insideOf('worker', worker),
];

const ban = (regex, message) => ({ regex, message });
const node = ban('^node:', 'It does not exist where this code runs.');
const markup = ban('/unsafe-(html|svg)', 'Markup is rendered from templates, never from strings.');
const elements = ban('^lit(-html|-element)?(/|$)', 'Stores know no elements.');
const supabase = ban('^@supabase/', 'Supabase is worker/persistence.');
const openai = ban('^openai(/|$)', 'OpenAI is worker/providers/openai.');
const anthropic = ban('^@anthropic-ai/', 'Anthropic is worker/providers/anthropic.');
const jose = ban('^jose(/|$)', 'Tokens are worker/identity.');
const hono = ban('^hono(/|$)', 'Rules of the product know no HTTP framework.');

/** Packages that a folder may not import. The last row that fits a file holds, so each row is whole. */
const packages = [
  ['widget/**', node, markup],
  ['widget/stores/**', node, elements],
  ['worker/**', node, supabase, openai, anthropic, jose],
  ['worker/identity/**', node, supabase, openai, anthropic],
  ['worker/persistence/**', node, openai, anthropic, jose],
  ['worker/providers/openai/**', node, supabase, anthropic, jose],
  ['worker/providers/anthropic/**', node, supabase, openai, jose],
  ['worker/ports/**', node, supabase, openai, anthropic, jose, hono],
  ['worker/services/**', node, supabase, openai, anthropic, jose, hono],
];

const browser = ['document', 'window', 'fetch', 'localStorage', 'sessionStorage', 'navigator', 'location'];
const noGlobals = (names, why) => ['error', ...names.map((name) => ({ name, message: why }))];
// The types of Node and of the test runners stand in the same projects.
const foreign = ['process', 'Buffer', 'describe', 'it'];

/** Packages and globals that a folder may not touch. Tests are free to. */
export function packageWalls(tests) {
  return [
    ...packages.map(([folder, ...patterns]) => ({
      files: [`${folder}/*.ts`],
      ignores: tests,
      rules: { 'no-restricted-imports': ['error', { patterns }] },
    })),
    {
      files: ['widget/**/*.ts', 'worker/**/*.ts'],
      ignores: tests,
      rules: { 'no-restricted-globals': noGlobals(foreign, 'It does not exist where this code runs.') },
    },
    {
      files: ['widget/stores/**/*.ts'],
      ignores: tests,
      rules: {
        'no-restricted-globals': noGlobals([...foreign, ...browser], 'Stores reach the world through ports.'),
      },
    },
  ];
}

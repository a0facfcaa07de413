import type { Highlighter } from '@highlightjs/cdn-assets/es/core.min.js';

type Load = () => Promise<{ default: unknown }>;

/** One file a grammar: an answer has a language or two. */
const grammars: Readonly<Record<string, Load>> = {
  bash: () => import('@highlightjs/cdn-assets/es/languages/bash.min.js'),
  c: () => import('@highlightjs/cdn-assets/es/languages/c.min.js'),
  cpp: () => import('@highlightjs/cdn-assets/es/languages/cpp.min.js'),
  csharp: () => import('@highlightjs/cdn-assets/es/languages/csharp.min.js'),
  css: () => import('@highlightjs/cdn-assets/es/languages/css.min.js'),
  diff: () => import('@highlightjs/cdn-assets/es/languages/diff.min.js'),
  dockerfile: () => import('@highlightjs/cdn-assets/es/languages/dockerfile.min.js'),
  go: () => import('@highlightjs/cdn-assets/es/languages/go.min.js'),
  graphql: () => import('@highlightjs/cdn-assets/es/languages/graphql.min.js'),
  ini: () => import('@highlightjs/cdn-assets/es/languages/ini.min.js'),
  java: () => import('@highlightjs/cdn-assets/es/languages/java.min.js'),
  javascript: () => import('@highlightjs/cdn-assets/es/languages/javascript.min.js'),
  json: () => import('@highlightjs/cdn-assets/es/languages/json.min.js'),
  kotlin: () => import('@highlightjs/cdn-assets/es/languages/kotlin.min.js'),
  lua: () => import('@highlightjs/cdn-assets/es/languages/lua.min.js'),
  markdown: () => import('@highlightjs/cdn-assets/es/languages/markdown.min.js'),
  php: () => import('@highlightjs/cdn-assets/es/languages/php.min.js'),
  powershell: () => import('@highlightjs/cdn-assets/es/languages/powershell.min.js'),
  python: () => import('@highlightjs/cdn-assets/es/languages/python.min.js'),
  r: () => import('@highlightjs/cdn-assets/es/languages/r.min.js'),
  ruby: () => import('@highlightjs/cdn-assets/es/languages/ruby.min.js'),
  rust: () => import('@highlightjs/cdn-assets/es/languages/rust.min.js'),
  scss: () => import('@highlightjs/cdn-assets/es/languages/scss.min.js'),
  sql: () => import('@highlightjs/cdn-assets/es/languages/sql.min.js'),
  swift: () => import('@highlightjs/cdn-assets/es/languages/swift.min.js'),
  typescript: () => import('@highlightjs/cdn-assets/es/languages/typescript.min.js'),
  xml: () => import('@highlightjs/cdn-assets/es/languages/xml.min.js'),
  yaml: () => import('@highlightjs/cdn-assets/es/languages/yaml.min.js'),
};

/** Other names of the same; each name of `known-language.ts` leads to a grammar. */
const aliases: Readonly<Record<string, string>> = {
  cc: 'cpp', cjs: 'javascript', cs: 'csharp', cxx: 'cpp', docker: 'dockerfile', golang: 'go', gql: 'graphql', h: 'c', hpp: 'cpp',
  html: 'xml', js: 'javascript', jsonc: 'json', jsx: 'javascript', kt: 'kotlin', kts: 'kotlin', md: 'markdown',
  mjs: 'javascript', patch: 'diff', ps: 'powershell', ps1: 'powershell', pwsh: 'powershell', py: 'python', rb: 'ruby', rs: 'rust',
  sh: 'bash', shell: 'bash', svelte: 'xml', svg: 'xml', toml: 'ini', ts: 'typescript', tsx: 'typescript', vue: 'xml',
  yml: 'yaml', zsh: 'bash',
}; // prettier-ignore

/** What stands within what: pages hold scripts and styles. */
const within: Readonly<Record<string, readonly string[]>> = {
  xml: ['javascript', 'css'],
  php: ['xml'],
  markdown: ['xml'],
};

/**
 * Teaches the highlighter a language, with those that stand within it.
 * @param name one that `isKnownLanguage` knows
 * @returns the name that the highlighter has for it
 * @throws Error when it can't be loaded
 */
export async function loadGrammar(highlighter: Highlighter, name: string): Promise<string> {
  const lower = name.toLowerCase();
  const language = aliases[lower] ?? lower;
  const needed = [language, ...(within[language] ?? [])];
  await Promise.all(
    needed.map(async (one) => {
      const load = grammars[one];
      if (load && !highlighter.getLanguage(one)) highlighter.registerLanguage(one, (await load()).default);
    }),
  );
  return language;
}

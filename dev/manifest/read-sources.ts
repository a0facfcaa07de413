import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The code of these files, without comments and tests: what is said in a comment is not done. */
export function readSources(pattern: string): string {
  return (
    globSync(pattern, { cwd: root, exclude: ['**/*.test.ts', 'widget/testing/**'] })
      .sort()
      .map((path) => readFileSync(`${root}${path}`, 'utf8'))
      // File by file: what looks like the beginning of a comment in a text ends with its file.
      .map((code) => code.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
      .join('\n')
  );
}

/** Every match's first group, once each, in order of the alphabet. */
export function allOf(code: string, pattern: RegExp): string[] {
  return [...new Set(Array.from(code.matchAll(pattern), ([, found]) => found ?? ''))].sort();
}

/** What stands in an attribute of templates that holds a list, such as `part`; what is only known at run time is left out. */
export function listed(code: string, attribute: string, separator: RegExp): string[] {
  const lists = allOf(code, new RegExp(`[\\s"]${attribute}="([^"]*)"`, 'g'));
  const names = lists.flatMap((list) => list.split(separator)).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== '' && !name.includes('$')))].sort();
}

/** What `var(name, …)` falls back to in style sheets, each once: white space made equal, parentheses balanced. */
export function fallbacksOf(code: string, name: string): string[] {
  const found = new Set<string>();
  for (const { index, 0: opening } of code.matchAll(new RegExp(`var\\(\\s*${name}\\s*,`, 'g'))) {
    const start = index + opening.length;
    let end = start;
    for (let depth = 1; end < code.length && depth > 0; end++) {
      if (code[end] === '(') depth++;
      if (code[end] === ')') depth--;
    }
    found.add(
      code
        .slice(start, end - 1)
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  }
  return [...found];
}

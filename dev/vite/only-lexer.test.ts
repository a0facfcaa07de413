import fc from 'fast-check';
import { Lexer } from 'marked';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { describe, expect, it } from 'vitest';
import { onlyLexer } from './only-lexer.ts';

const marked = fileURLToPath(new URL('../../node_modules/marked/lib/marked.esm.js', import.meta.url));

/** The code of marked as it is built with the plugin. */
async function buildMarked(...plugins: Plugin[]): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [...plugins, onlyLexer()],
    build: { write: false, minify: false, lib: { entry: marked, formats: ['es'] } },
  });
  const files = [outputs].flat().flatMap((output) => ('output' in output ? output.output : []));
  return files.map((file) => (file.type === 'chunk' ? file.code : '')).join('');
}

const samples = [
  '# Title\n\nWords with *emphasis*, **strength**, ~~nothing~~ and `code`.',
  '1. one\n2. two\n   - [ ] to do\n   - [x] done\n\n> a quote\n> > in a quote',
  '| a | b |\n| :- | -: |\n| 1 | 2 |\n\n```ts\nconst a = 1;\n```\n\n    indented',
  '[link](https://example.com "title") ![image](a.png) <https://example.com> https://example.com [ref]\n\n[ref]: /to',
  '<b>html</b> &amp; an \\*escape\\*  \nbreak\n\n---\n\nSetext\n======',
];

/** Anything that means something to Markdown, in any order. */
const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(...samples),
      fc.constantFrom(
        '\n',
        '\n\n',
        ' ',
        '    ',
        '\t',
        '  \n',
        '\\',
        '|',
        '| - |',
        '> ',
        '- ',
        '1. ',
        '- [ ] ',
        '```',
        '~~~',
      ),
      fc.constantFrom(
        '*',
        '**',
        '_',
        '~~',
        '`',
        '[',
        '](',
        ')',
        '![',
        '<',
        '>',
        '<!--',
        '-->',
        '<div>',
        '</div>',
        '#',
        '# ',
        '===',
      ),
      fc.constantFrom(
        'https://example.com/_a_',
        'www.example.com',
        'me@example.com',
        '&amp;',
        'ö',
        '中',
        'word',
        '.',
        '"',
        ':',
      ),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('marked without what its lexer does not need', () => {
  it('reads Markdown as all of it does, and is smaller', async () => {
    const code = await buildMarked();
    const cut = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { Lexer: typeof Lexer };
    expect(Object.keys(cut)).toEqual(['Lexer']);
    expect(code).not.toContain('Please report this to');
    for (const sample of samples) expect([...cut.Lexer.lex(sample)]).toEqual([...Lexer.lex(sample)]);
    fc.assert(
      fc.property(markdown, (text) => {
        expect([...cut.Lexer.lex(text)]).toEqual([...Lexer.lex(text)]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['NAME.extra = 1', 'NAME.extra.more = 1', 'NAME.extra.more()', '0, NAME.extra = 1'])(
    'is not built when something that would be left out changes the lexer: %s',
    async (statement) => {
      const changed: Plugin = {
        name: 'changed',
        transform: (code) => {
          const name = /(\w+) as Lexer/.exec(code)?.[1] ?? '';
          return code.replace('export{', () => `;${statement.replace('NAME', name)};export{`);
        },
      };
      await expect(buildMarked(changed)).rejects.toThrow('where it is left out');
    },
  );
});

import { expect, nextFrame, waitUntil } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { createStreamingMarkdown, renderBlocks, renderMarkdown } from '../../markdown/render-markdown.ts';
import { foundation } from '../../styles/foundation.ts';
import { themedFixture } from '../../testing/themed-fixture.ts';
import { define } from '../define.ts';
import { markdownStyles } from '../message/markdown.styles.ts';
import { HighlightedCode } from './highlighted-code.ts';
import { isKnownLanguage } from './known-language.ts';
import { loadGrammar } from './load-grammar.ts';

define('paynless-code', HighlightedCode);

const options = {
  codeContent: (code: string, language: string) =>
    html`<paynless-code .code=${code} .language=${language}></paynless-code>`,
};

/** Stands in for the list. */
class TestAnswer extends LitElement {
  static override styles = [foundation, markdownStyles];

  @property({ attribute: false }) content: unknown;

  protected override render(): TemplateResult {
    return html`<div class="markdown">${this.content}</div>`;
  }
}

define('paynless-test-answer', TestAnswer);

async function show(text: string, theme: 'light' | 'dark' = 'light') {
  const answer = await themedFixture<TestAnswer>(html`<paynless-test-answer></paynless-test-answer>`, theme);
  const set = async (content: unknown): Promise<void> => {
    answer.content = content;
    await answer.updateComplete;
  };
  await set(renderMarkdown(text, options));
  const code = () => answer.shadowRoot?.querySelector('code');
  const colours = () => [...(code()?.querySelectorAll('span') ?? [])];
  const coloured = () => waitUntil(() => colours().length > 0, 'the code is in colour', { timeout: 5_000 });
  return { answer, set, code, colours, coloured };
}

const samples: Readonly<Record<string, string>> = {
  bash: 'if [ -f a ]; then echo "a"; fi',
  c: 'int main(void) { return 0; }',
  cpp: 'class A { int b = 1; };',
  csharp: 'public class A { string b = "c"; }',
  css: '.a { color: red; }',
  diff: '+ a\n- b',
  dockerfile: 'FROM node:24',
  go: 'func main() { return "a" }',
  graphql: 'query A { b }',
  html: '<a href="b">c</a><script>let d = 1;</script>',
  ini: '[a]\nb = "c"',
  java: 'class A { int b = 1; }',
  jsonc: '{"a": 1}',
  jsx: 'const a = <b>c</b>;',
  kotlin: 'fun a(): Int = 1',
  lua: 'local a = "b"',
  markdown: '# a\n\n**b**',
  php: '<?php echo "a"; ?>',
  powershell: 'if ($a) { Get-Item "b" }',
  py: 'def a():\n    return "b"',
  r: 'a <- function(b) "c"',
  ruby: 'def a; "b"; end',
  rust: 'fn main() { let a = 1; }',
  scss: '$a: 1px; .b { color: $a; }',
  sql: "SELECT a FROM b WHERE c = 'd'",
  swift: 'let a = "b"',
  TypeScript: 'const a: number = 1;',
  yaml: 'a: "b"',
};

describe('code in colour', () => {
  for (const [language, code] of Object.entries(samples)) {
    it(`reads ${language}, and changes no character`, async () => {
      expect(isKnownLanguage(language)).to.equal(true);
      const shown = await show(`\`\`\`${language}\n${code}\n\`\`\``);
      expect(shown.code()?.textContent).to.equal(code);
      await shown.coloured();
      expect(shown.code()?.textContent).to.equal(code);
      const names = shown.colours().map(({ className }) => className);
      const allowed = /^code-(keyword|string|number|comment|title|type|attribute|addition|deletion)$/;
      for (const name of names) expect(name).to.match(allowed);
    });
  }

  it('has a grammar for every name that it knows', async () => {
    const names = 'bash c cc cjs cpp cs csharp css cxx diff docker dockerfile go golang gql graphql h hpp html ini java javascript js json jsonc jsx kotlin kt kts lua markdown md mjs patch php powershell ps ps1 pwsh py python r rb rs ruby rust scss sh shell sql svelte svg swift toml ts tsx typescript vue xml yaml yml zsh'; // prettier-ignore
    const known = new Map<string, unknown>();
    const highlighter = {
      getLanguage: (name: string) => known.get(name),
      registerLanguage: (name: string, grammar: unknown) => void known.set(name, grammar),
      newInstance: () => highlighter,
      configure: () => undefined,
      highlight: () => expect.fail('only grammars are asked for'),
    };
    for (const name of names.split(' ')) {
      expect(isKnownLanguage(name), name).to.equal(true);
      expect(known.has(await loadGrammar(highlighter, name)), name).to.equal(true);
    }
  });

  it('leaves other languages, and what is too long, as text', async () => {
    const texts = [
      '```toString\nlet a;\n```',
      '```\nlet a;\n```',
      `\`\`\`js\n${'let a;\n'.repeat(2_000)}\`\`\``,
      `\`\`\`js\nlet ${'a'.repeat(1_000)};\n\`\`\``,
    ];
    // Once it is there, nothing has to be waited for but a free moment.
    await (await show('```js\nlet b;\n```')).coloured();
    for (const text of texts) {
      const { colours, code } = await show(text);
      const before = code()?.textContent;
      for (let frame = 0; frame < 20; frame += 1) await nextFrame();
      expect([colours().length, code()?.textContent]).to.deep.equal([0, before]);
    }
  });

  it('never makes markup of code', async () => {
    const code = '<img src=x onerror=alert(1)> <script>"</script><b>"</script>';
    const shown = await show(`\`\`\`html\n${code}\n\`\`\``);
    await shown.coloured();
    expect(shown.answer.shadowRoot?.querySelectorAll('img, script, b').length).to.equal(0);
    expect(shown.code()?.textContent).to.equal(code);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`can be read in every colour (${theme})`, async () => {
      const text = ['diff', 'html', 'js', 'py'].map((name) => `\`\`\`${name}\n${samples[name] ?? '// a\nclass B { c = /d/; e() { return 1; } }'}\n\`\`\``); // prettier-ignore
      const { answer, coloured } = await show(text.join('\n\n'), theme);
      await coloured();
      await waitUntil(
        () =>
          [...(answer.shadowRoot?.querySelectorAll('code') ?? [])].every((code) =>
            code.querySelector('span'),
          ),
        'all code is in colour',
      );
      await expect(answer).to.be.accessible();
    });
  }

  it('comes once, when the block has ended, and the same as in one piece', async () => {
    const text = 'Text\n\n```js\nlet a = 1;\n```\n\nMore text\n\nand more';
    const whole = await show(text);
    await whole.coloured();
    const streamed = await show('');
    const markdown = createStreamingMarkdown();
    let element: Element | null | undefined;
    for (let length = 1; length < text.length; length += 1) {
      await streamed.set(renderBlocks(markdown.push(text.slice(0, length)), options));
      const now = streamed.answer.shadowRoot?.querySelector('paynless-code');
      expect(element && now !== element).to.not.equal(true);
      element = now;
    }
    await streamed.set(renderBlocks(markdown.finish(text), options));
    await streamed.coloured();
    expect(streamed.answer.shadowRoot?.querySelector('paynless-code') === element).to.equal(true);
    const markup = (shown: typeof whole) =>
      shown.colours().map(({ className, textContent }) => [className, textContent]);
    expect(markup(streamed)).to.deep.equal(markup(whole));
    expect(streamed.code()?.textContent).to.equal(whole.code()?.textContent);
  });

  it('waits while somebody selects', async () => {
    await (await show('```js\nlet a = 1;\n```')).coloured();
    const { code, colours, coloured } = await show('Text\n\n```js\nlet a = 1;\n```');
    const text = code();
    if (text) getSelection()?.selectAllChildren(text);
    for (let frame = 0; frame < 20; frame += 1) await nextFrame();
    expect(colours().length).to.equal(0);
    getSelection()?.removeAllRanges();
    await coloured();
  });
});

import { describe, expect, inject, it } from 'vitest';
import { compile, resolutions } from './compile.ts';

const consumer = inject('consumer');

/** Files that the compiler accepts, and lines that it must refuse, each in a file of its own. */
function check(good: string, wrong: readonly string[], frame: (line: string) => string, extension: string) {
  const files = Object.fromEntries(
    wrong.map((line, index) => [`wrong-${String(index)}.${extension}`, frame(line)]),
  );
  const found = compile(consumer, { [`good.${extension}`]: good, ...files });
  expect(found.get(`good.${extension}`)).toEqual([]);
  const accepted = wrong.filter(
    (_line, index) => found.get(`wrong-${String(index)}.${extension}`)?.length === 0,
  );
  expect(accepted).toEqual([]);
  // And nothing but these files is to blame.
  expect(found.size).toBe(wrong.length + 1);
}

describe('the types of the package', () => {
  it.each(Object.entries(resolutions))('are found with moduleResolution %s', (_name, options) => {
    const code = `import 'paynless-chat/define';
      import { PaynlessChat, PaynlessErrorEvent, type Quota, type TextOverrides } from 'paynless-chat';
      import 'paynless-chat/react';
      import 'paynless-chat/svelte';
      import 'paynless-chat/vue';
      const chat: PaynlessChat | null = document.querySelector('paynless-chat');
      const made: PaynlessChat = document.createElement('paynless-chat');
      const sent: Promise<void> = made.send('Hello');
      made.addEventListener('paynless-error', (event: PaynlessErrorEvent) => event.code satisfies string);
      document.body.addEventListener('paynless-limit-reached', ({ quota }) => quota satisfies Quota | null);
      export const messages: TextOverrides = { heading: 'Help' };
      export { chat, sent };`;
    expect([...compile(consumer, { 'good.ts': code }, options)]).toEqual([['good.ts', []]]);
  });

  it('refuse what the element does not have', () => {
    const frame = (line: string) => `import 'paynless-chat/define';
      export const chat = document.createElement('paynless-chat');
      ${line}`;
    const wrong = [
      `chat.mode = 'sideways';`,
      `chat.messages = { heading: 1 };`,
      `void chat.send();`,
      `chat.workerUrl = '/';`,
      `chat.createPanel();`,
      `chat.addEventListener('paynless-answer-end', (event: MouseEvent) => { void event; });`,
    ];
    check(frame(`chat.mode = 'inline';`), wrong, frame, 'ts');
  });

  it('are known to React 19', () => {
    const frame = (attributes: string) => `import 'paynless-chat/react';
      import type { PaynlessChat } from 'paynless-chat';
      import { createRef } from 'react';
      export const ref = createRef<PaynlessChat>();
      export const page = <paynless-chat ${attributes} />;`;
    const good =
      frame(`ref={ref} key="chat" id="chat" className="help" style={{ inlineSize: 320 }} slot="aside"
      api-url="https://chat.example.com" mode="inline" open no-model-select={false} noPromptSelect chat-id="1"
      starters={['Hello']} getAccessToken={async () => null} messages={{ heading: 'Help' }}
      onpaynless-answer-end={(event) => event.status satisfies string}
      onpaynless-limit-reached={(event) => { event.preventDefault(); }}`);
    const wrong = [
      'api-url={1}',
      'apiURL="/"',
      'mode="sideways"',
      'theme={true}',
      'no-model-select="no"',
      'starters="Hello"',
      'workerUrl="/"',
      'send={() => {}}',
      'onpaynless-open={(event: MouseEvent) => { void event; }}',
    ];
    // A name with a hyphen that JSX does not know is no error, whatever the types say.
    check(good, wrong, frame, 'tsx');
  });

  it('are known to Vue’s templates and JSX', () => {
    const frame = (attributes: string) => `/** @jsxImportSource vue */
      import 'paynless-chat/vue';
      export const page = <paynless-chat ${attributes} />;`;
    const good = `${frame(`api-url="/" mode="inline" noModelSelect={false} no-prompt-select="" starters={['Hello']}
        class={{ help: true }} key="chat" onPaynlessAnswerEnd={(event) => event.status satisfies string}`)}
      import type { GlobalComponents } from 'vue';
      type Tag = InstanceType<GlobalComponents['paynless-chat']>;
      export const props: Tag['$props'] = { apiUrl: '/', open: true, 'no-model-select': true };
      export function listen(emit: Tag['$emit'], event: HTMLElementEventMap['paynless-open']) {
        emit('paynless-open', event);
      }`;
    const wrong = [
      'api-url={1}',
      'mode="sideways"',
      'no-model-select={false}',
      'starters="Hello"',
      'onPaynlessOpen={(event: MouseEvent) => { void event; }}',
      'onPaynlessRequest={() => {}}',
    ];
    check(good, wrong, frame, 'tsx');
  });

  it('are known to Svelte', () => {
    const frame = (attributes: string) => `import 'paynless-chat/svelte';
      import type { SvelteHTMLElements } from 'svelte/elements';
      export const props: SvelteHTMLElements['paynless-chat'] = { ${attributes} };`;
    const good =
      frame(`'api-url': '/', mode: 'inline', noModelSelect: false, 'no-prompt-select': '', class: 'help',
      starters: ['Hello'], 'onpaynless-answer-end': (event) => event.status satisfies string,
      'on:paynless-open': () => undefined`);
    const wrong = [
      `'api-url': 1`,
      `mode: 'sideways'`,
      `'no-model-select': false`,
      `starters: 'Hello'`,
      `'onpaynless-open': (event: MouseEvent) => { void event; }`,
      `'onpaynless-opened': () => undefined`,
    ];
    check(good, wrong, frame, 'ts');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ask, composer, conversation, openChat } from '../visit.ts';
import { type HostPage, type Hosts, openHosts } from './open-hosts.ts';

/** Pages whose script, storage or frame is not what a browser gives a page. */
let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
});

afterAll(() => hosts.close());

/** Every function here runs in the page, so it can use nothing from outside itself. */
const broken: Record<string, () => void> = {
  'storage that may not be touched': () => {
    const refuse = { get: () => { throw new DOMException('Access is denied', 'SecurityError'); } }; // prettier-ignore
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, refuse);
  },
  'storage that is gone': () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: () => null });
  },
  'storage that is full': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded', 'QuotaExceededError');
    };
  },
  'arrays and objects that an old library has extended': () => {
    const extend = (target: object, name: string) => Object.assign(target, { [name]: () => 'extended' });
    for (const target of [Array.prototype, String.prototype, Number.prototype, Function.prototype])
      extend(target, 'each');
    extend(Object.prototype, 'extend');
    // As of Prototype.js 1.6: JSON of what holds an array has a string in its place.
    extend(Array.prototype, 'toJSON');
  },
  'a fetch and promises that somebody has wrapped': () => {
    const original = window.fetch.bind(window);
    window.fetch = async (...args) => {
      await Promise.resolve();
      return original(...args);
    };
    class Wrapped<T> extends Promise<T> {}
    window.Promise = Wrapped;
    window.setTimeout = new Proxy(setTimeout, {});
  },
  'elements that stand in the place of globals': () => {
    document.addEventListener('DOMContentLoaded', () => {
      for (const name of [
        'config',
        'chat',
        'panel',
        'name',
        'status',
        'event',
        'process',
        'global',
        'module',
      ]) {
        const form = document.createElement('form');
        form.name = name;
        form.id = name;
        document.body.append(form);
      }
    });
    window.name = 'paynless-chat';
  },
  'intrinsics that are frozen': () => {
    // Not `Symbol`, to which Lit adds `metadata` where the browser has none yet.
    const all = [Object, Array, String, Number, Function, Promise, Map, Set, Error, RegExp, Date];
    for (const one of all) Object.freeze(Object.freeze(one).prototype);
    Object.freeze(JSON);
    Object.freeze(Math);
  },
  'no channel to other tabs, no idle time, no observer of what is in view': () => {
    for (const name of ['BroadcastChannel', 'requestIdleCallback']) Reflect.deleteProperty(window, name);
  },
  'no random ids, as on pages without a secure connection': () => {
    Reflect.deleteProperty(Crypto.prototype, 'randomUUID');
    Reflect.deleteProperty(Navigator.prototype, 'clipboard');
  },
};

describe('a page with', () => {
  it.each(Object.entries(broken))(
    '%s has a chat that answers, and complains of nothing',
    async (_, before) => {
      const { page, complaints } = await hosts.visit({ before, attributes: 'preload="idle"' });
      await openChat(page);
      await ask(page, 'Do you work here?');
      await ask(page, 'And a second time?');
      expect(await conversation(page).getByRole('table').count()).toBe(2);
      await page.getByRole('button', { name: 'New chat' }).click();
      await page.getByText('What can I help you with?').waitFor();
      expect(complaints).toEqual([]);
    },
  );
});

/** A page that shows the chat in a frame. @param sandbox what that is allowed */
async function visitFramed(sandbox: string) {
  const { page, complaints } = await hosts.visit({ body: '<h1>Host</h1>' });
  await page.evaluate(
    ({ script, api, sandbox }) => {
      const frame = Object.assign(document.createElement('iframe'), {
        srcdoc: `<!doctype html><html lang="en"><script type="module" src="${script}/paynless-chat.js"></script>
          <paynless-chat api-url="${api}"></paynless-chat>`,
      });
      frame.sandbox.value = sandbox;
      Object.assign(frame, { width: '600', height: '700' });
      document.body.append(frame);
    },
    { script: hosts.script, api: hosts.api, sandbox },
  );
  return { frame: page.frameLocator('iframe'), complaints };
}

describe('a sandboxed frame that forbids forms', () => {
  it('has a chat where one can change what one said, and say what one thinks of an answer', async () => {
    const { frame, complaints } = await visitFramed('allow-scripts allow-same-origin');
    const button = (name: string) => frame.getByRole('button', { name, exact: true });
    await button('Open chat').click();
    const field = frame.getByRole('textbox', { name: 'Message' });
    await field.fill('Do forms work here?');
    await field.press('Enter');
    await button('Bad answer').click();
    await frame.getByLabel('What could be better? (optional)').fill('Fewer pixels');
    await button('Send feedback').click();
    await frame.getByRole('button', { name: 'Send feedback' }).waitFor({ state: 'detached' });
    await button('Edit').click();
    await frame.getByRole('textbox', { name: 'Edit your message' }).fill('Do buttons work here?');
    await button('Send').click();
    await frame.getByRole('log').getByText('“Do buttons work here?”').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a sandboxed frame without an origin', () => {
  it('shows the chat, and says that this page is not allowed', async () => {
    const { frame, complaints } = await visitFramed('allow-scripts');
    await frame.getByRole('button', { name: 'Open chat' }).click();
    const field = frame.getByRole('textbox', { name: 'Message' });
    await field.fill('Is anybody there?');
    await field.press('Enter');
    await frame
      .getByRole('button', { name: /Try again|Dismiss/ })
      .first()
      .waitFor();
    // Nothing is lost, and nothing was thrown; the refused requests are the browser's to report.
    await frame.getByText('Is anybody there?').or(field).first().waitFor();
    expect(complaints.filter((text) => !/CORS|Failed to load resource/.test(text))).toEqual([]);
  });
});

/** What a page can see of itself: its globals, its tags, and how its elements look. */
const fingerprint = (page: Page) =>
  page.evaluate(() => {
    const looks = [...document.querySelectorAll('body, body *')]
      .filter((element) => !element.localName.startsWith('paynless-'))
      .map((element) => {
        const style = getComputedStyle(element);
        return [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`);
      });
    const prototypes = [Object, Array, String, Promise, Element, HTMLElement, Event, EventTarget].map((one) =>
      Reflect.ownKeys(one.prototype).map(String),
    );
    return {
      globals: Reflect.ownKeys(globalThis).map(String).toSorted(),
      prototypes,
      looks,
      styleSheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      head: document.head.childElementCount,
      body: document.body.childElementCount,
      scroll: [scrollX, scrollY, document.body.scrollHeight],
      focus: document.activeElement?.localName,
    };
  });

/** By which Lit and nanostores find others of their kind in the page; nothing of ours is among them. */
const ofLibraries = [
  'litHtmlVersions',
  'litElementVersions',
  'reactiveElementVersions',
  'litPropertyMetadata',
  'nanostoresGlobal',
];

const ordinary =
  '<h1>Host</h1><p>Words with a <a href="#">link</a></p><button>Press</button><input value="Text"><table><tr><td>1</td></tr></table>';

const plain = (hosts: Hosts): HostPage => ({
  body: `${ordinary}<paynless-chat api-url="${hosts.api}"></paynless-chat>`,
});

describe('the page of a chat', () => {
  it('looks and is as it was: no globals but those of its libraries, no styles, no tags of other names', async () => {
    const { page, complaints } = await hosts.visit(plain(hosts));
    const defined = await page.evaluateHandle(() => {
      const tags: string[] = [];
      const define = customElements.define.bind(customElements);
      customElements.define = (name, ...rest) => {
        tags.push(name);
        define(name, ...rest);
      };
      return tags;
    });
    const before = await fingerprint(page);
    await page.addScriptTag({ url: `${hosts.script}/paynless-chat.js`, type: 'module' });
    await page.evaluate(() => {
      document.querySelector('script')?.remove();
    });
    await openChat(page);
    await ask(page, 'What do you leave behind?');
    await page.getByRole('button', { name: 'Close chat' }).click();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    const after = await fingerprint(page);
    const added = after.globals.filter((name) => !before.globals.includes(name));
    expect(added.filter((name) => !ofLibraries.includes(name))).toEqual([]);
    expect({ ...after, globals: [], focus: '' }).toEqual({ ...before, globals: [], focus: '' });
    const tags = await defined.jsonValue();
    expect(tags).toContain('paynless-chat');
    expect(tags.filter((name) => !name.startsWith('paynless-'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('takes the script twice, from two addresses, and has one chat that works', async () => {
    const { page, complaints } = await hosts.visit({
      body: `<script type="module" src="${hosts.script}/paynless-chat.js"></script>
        <script type="module" src="${hosts.script}/paynless-chat.js?version=2"></script>
        <paynless-chat api-url="${hosts.api}"></paynless-chat>`,
    });
    await page.waitForLoadState('networkidle');
    await openChat(page);
    await ask(page, 'Which one are you?');
    expect(await composer(page).count()).toBe(1);
    expect(complaints).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ask, composer, conversation, openChat } from '../visit.ts';
import { type Hosts, openHosts } from './open-hosts.ts';

/** What a page's own CSS may say of everything on it, and what the widget makes of it: nothing. */
let hosts: Hosts;
let untouched: Seen;

/** Pieces of the widget that are on their way to another colour would differ by chance. */
const still = { reducedMotion: 'reduce' } as const;

beforeAll(async () => {
  hosts = await openHosts();
  untouched = await lookAt((await hosts.visit({ browser: still })).page);
});

afterAll(() => hosts.close());

/** The heart of Tailwind's preflight, Bootstrap's reboot and normalize.css, without what only a page's body can have. */
const reset = `
  *, ::after, ::before { box-sizing: border-box; margin: 0; padding: 0; border: 0 solid; line-height: 1.15 }
  html { -webkit-text-size-adjust: 100%; tab-size: 4; font-family: serif } body { line-height: inherit }
  h1, h2, h3 { font-size: inherit; font-weight: inherit } ol, ul, menu { list-style: none }
  img, svg, video, canvas, audio, iframe, embed, object { display: block; vertical-align: middle; max-width: 100% }
  button, input, select, textarea { font: inherit; color: inherit; background: transparent; border-radius: 0; opacity: 1 }
  table { border-collapse: collapse; text-indent: 0 } a { color: inherit; text-decoration: inherit }
  [hidden] { display: none !important } [type='button'], button { appearance: button; background-image: none }`;

const hostile: Record<string, string> = {
  'a reset': reset,
  'all: unset for everything': '* { all: unset !important }',
  'display: none for everything in the body': 'body * { display: none }',
  'display: none for everything, importantly': 'body > * { display: none !important }',
  'rules for buttons and fields': `button, input, textarea, select { all: initial !important; background: red !important;
    width: 300px !important; height: 3px !important; font: 40px fantasy !important; pointer-events: none !important }`,
  'large type': ':root { font-size: 40px } body { font: italic 700 3em/3 cursive; letter-spacing: 1em; text-transform: uppercase }',
  'fixed and absolute boxes': 'div, iframe, section, form, ul, p { position: fixed; inset: 0; z-index: 2147483647 }',
  'everything sideways': `* { writing-mode: vertical-rl; float: left; text-align: right; white-space: pre; word-spacing: 2em;
    visibility: collapse; color: lime; cursor: none; user-select: none; pointer-events: none; opacity: 0.1 }`,
  'everything in motion': '* { transition: all 20s !important; animation: spin 1s infinite !important; } @keyframes spin { to { color: red; width: 9px } }',
  'rules for the tag itself': `paynless-chat { display: none !important; position: static !important; transform: scale(3) !important;
    width: 9px !important; opacity: 0.1 !important; filter: blur(4px) !important; clip-path: inset(50%) !important }`,
  'a grid of columns': 'body { display: grid; grid-template-columns: repeat(9, 1fr); gap: 9px } body > * { order: 3; place-self: end }',
}; // prettier-ignore

/** What a person sees of the chat: where its pieces are, and what they look like. */
type Seen = Record<string, unknown>;

async function lookAt(page: Page): Promise<Seen> {
  const launcher = page.getByRole('button', { name: 'Open chat' });
  await launcher.waitFor();
  const closed = { launcher: await pieceOf(launcher) };
  await openChat(page);
  await ask(page, 'How do I look?');
  const log = conversation(page);
  const pieces = {
    panel: page.getByRole('dialog'),
    title: page.getByRole('heading', { name: 'How do I look?' }),
    close: page.getByRole('button', { name: 'Close chat' }),
    question: log.getByText('How do I look?', { exact: true }),
    heading: log.getByRole('heading', { name: 'What an answer may hold' }),
    table: log.getByRole('table'),
    link: log.getByRole('link').first(),
    field: composer(page),
    send: page.getByRole('button', { name: 'Send message' }),
  };
  const seen = await Promise.all(
    Object.entries(pieces).map(async ([name, piece]) => [name, await pieceOf(piece)] as const),
  );
  return { ...closed, ...Object.fromEntries(seen) };
}

/** The box and the look of one piece. */
async function pieceOf(piece: ReturnType<Page['getByRole']>): Promise<unknown> {
  return piece.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const names = [
      'color', 'background-color', 'font-size', 'font-weight', 'font-style', 'font-family', 'line-height', 'letter-spacing',
      'text-align', 'text-transform', 'white-space', 'cursor', 'opacity', 'visibility', 'pointer-events', 'border-radius',
      'writing-mode', 'direction', 'position', 'word-spacing', 'user-select', 'animation-name', 'float',
    ]; // prettier-ignore
    // Its place within a long conversation follows the reader.
    const isScrolled =
      element.closest('paynless-message-list, .list') !== null || element.getRootNode() === document;
    return {
      box: [x, isScrolled ? 0 : y, width, height].map(Math.round),
      ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)])),
    };
  });
}

describe('a page’s CSS', () => {
  it.each(Object.entries(hostile))('of %s changes nothing of the chat', async (_, css) => {
    const { page, complaints } = await hosts.visit({ head: `<style>${css}</style>`, browser: still });
    expect(await lookAt(page)).toEqual(untouched);
    expect(complaints).toEqual([]);
  });

  it('that comes later, and in a layer, changes nothing either', async () => {
    const { page } = await hosts.visit({ browser: still });
    await page.addStyleTag({ content: `@layer late { ${Object.values(hostile).join('\n')} }` });
    await page.addStyleTag({ content: hostile['rules for the tag itself']! });
    expect(await lookAt(page)).toEqual(untouched);
  });

  it.each([
    ['a filter on the root', 'html { filter: saturate(0.8) }'],
    ['a transform on the body', 'body { transform: scale(1); height: 800px; margin: 0 } h1 { margin: 0 }'],
    ['a body that does not scroll', 'html, body { overflow: hidden; height: 100%; margin: 0 }'],
    ['a zoomed root', ':root { zoom: 1.1 }'],
  ])('with %s leaves a chat that is whole, within the window, and can be used', async (_, css) => {
    const { page, complaints } = await hosts.visit({ head: `<style>${css}</style>` });
    await openChat(page);
    await ask(page, 'Am I all there?');
    const { x, y, width, height } = (await page.getByRole('dialog').boundingBox())!;
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(1280);
    expect(y + height).toBeLessThanOrEqual(800);
    await page.getByRole('button', { name: 'Close chat' }).click();
    await page.getByRole('button', { name: 'Open chat' }).click();
    await composer(page).click();
    expect(complaints).toEqual([]);
  });

  it('around an inline chat reaches its box, and nothing inside', async () => {
    const box = 'paynless-chat { width: 500px; height: 600px; margin: 10px }';
    const open = async (css: string) => {
      const head = `<style>${css}${box}</style>`;
      const { page } = await hosts.visit({ head, attributes: 'mode="inline"' });
      await composer(page).waitFor();
      const field = await pieceOf(composer(page));
      const region = page.getByRole('region', { name: 'Chat' });
      return { field, region: await pieceOf(region) };
    };
    const own = await open('');
    for (const name of ['a reset', 'large type', 'rules for buttons and fields']) {
      const { field, region } = await open(
        `${hostile[name]!} body { margin: 8px } h1 { font: 700 32px/37px serif !important; margin: 21px 0 !important }`,
      );
      const { box: _box, ...looks } = field as { box: unknown };
      expect(own.field).toMatchObject(looks);
      expect(region).toMatchObject({ 'font-size': '15px' });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { ask, openChat, openSite, type Site } from '../visit.ts';

/** The example pages whose site is the hard part. */
let site: Site;

beforeAll(async () => {
  site = await openSite();
});

afterAll(() => site.close());

/** What a page's policy has refused, from its first moment on. */
async function visitWatched(path: string): Promise<{ page: Page; violations: string[] }> {
  const page = await site.visit('about:blank');
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('violation: ')) violations.push(message.text());
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.info(`violation: ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(new URL(path, site.stack.url).href);
  return { page, violations };
}

async function askIn(chat: Locator, words: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(words);
  await chat.getByRole('button', { name: 'Send message' }).click();
  await chat.getByRole('log').getByText(`“${words}”`).waitFor();
}

describe('the example page', () => {
  it('with a strict policy has a chat that answers, and breaks no rule of it', async () => {
    const { page, violations } = await visitWatched('/strict-csp');
    await openChat(page);
    await ask(page, 'Is this allowed?');
    await expect.poll(() => page.getByRole('log').getByRole('table').count()).toBe(1);
    // The development server's own client puts styles into the page.
    expect(violations.filter((text) => text !== 'violation: style-src-elem inline')).toEqual([]);
  });

  it('with rude CSS has a chat of its usual size, that answers', async () => {
    const page = await site.visit('/hostile-css');
    const launcher = await page.getByRole('button', { name: 'Open chat' }).boundingBox();
    expect(launcher).toEqual({ x: 1208, y: 728, width: 52, height: 52 });
    await openChat(page);
    await ask(page, 'How do you like it here?');
    const panel = await page.getByRole('dialog').boundingBox();
    expect(panel).toMatchObject({ width: 400, height: 640 });
  });

  it('with two chats has two conversations, each found again', async () => {
    const page = await site.visit('/two-chats');
    const [paper, ink] = [page.locator('#paper'), page.locator('#ink')];
    await askIn(paper, 'Which sheet?');
    await askIn(ink, 'Which bottle?');
    expect(await paper.getByText('Which bottle?').count()).toBe(0);
    await page.reload();
    await paper.getByRole('log').getByText('“Which sheet?”').waitFor();
    await ink.getByRole('log').getByText('“Which bottle?”').waitFor();
    expect(await ink.getByText('Which sheet?').count()).toBe(0);
  });
});

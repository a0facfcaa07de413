import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../browser/find-chromium.ts';
import { freePort } from '../free-port.ts';
import type { Environment } from '../local-environment.ts';
import { startStack, type Stack } from '../start-stack.ts';

/** A site of its own for one test file: the whole stack on a free port, an empty database, and a browser. */
export interface Site {
  stack: Stack;
  /** A person with a browser of their own: no storage is shared with another. */
  visit(path?: string): Promise<Page>;
  /** @throws AggregateError when a page threw an error that nobody caught */
  close(): Promise<void>;
}

/** Starts a {@link Site}. Answers come as fast as they can unless `paced`. */
export async function openSite(
  environment: Environment = {},
  { paced = false }: { paced?: boolean } = {},
): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'paynless-e2e-'));
  const stack = await startStack({ port: await freePort(), dataDir, environment, paced });
  const errors: Error[] = [];
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: chromiumFlags,
    // As in a person's browser, where a page that is left may come back as it was.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  return {
    stack,
    async visit(path = '/') {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => errors.push(error));
      await page.goto(new URL(path, stack.url).href);
      return page;
    },
    async close() {
      await browser.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
      if (errors.length > 0) throw new AggregateError(errors, `A page threw: ${errors[0]?.message ?? ''}`);
    },
  };
}

/** Opens the floating chat as a visitor does. */
export async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open chat' }).click();
  await composer(page).waitFor();
}

export function composer(page: Page) {
  return page.getByRole('textbox', { name: 'Message' });
}

/** The conversation, as it is announced. */
export function conversation(page: Page) {
  return page.getByRole('log');
}

/** Writes and sends a message, without waiting for its answer. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Sends a message and waits until its answer has ended: then the composer offers to send again. */
export async function ask(page: Page, text: string): Promise<void> {
  await send(page, text);
  await conversation(page).getByText(`“${text}”`).last().waitFor();
  await page.getByRole('button', { name: 'Send message' }).waitFor();
}

/** Makes an account on the sign-in page and comes back to where it leads. */
export async function signUp(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText(email).waitFor();
}

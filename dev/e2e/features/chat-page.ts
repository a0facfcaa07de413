import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { FeatureSite } from './open-feature-site.ts';
import { type HostPage, hostPath, writeHostPage } from './host-page.ts';
import { readWords, type Words } from './words.ts';

/** The language of a page, and the direction that it is read in. */
export interface Setting {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

export const english: Setting = { lang: 'en', dir: 'ltr' };

/** For all that is laid out, or led by arrow keys. */
export const directions: readonly Setting[] = [english, { lang: 'ar', dir: 'rtl' }];

/** A page with a chat in it, and how a person finds their way there: by what things are and what they are called. */
export class ChatPage {
  readonly page: Page;
  readonly words: Words;

  constructor(page: Page, words: Words) {
    this.page = page;
    this.words = words;
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  get launcher(): Locator {
    return this.page.getByRole('button', { name: this.words.openChat });
  }

  get panel(): Locator {
    return this.page.getByRole('dialog');
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: this.words.messageLabel, exact: true });
  }

  get log(): Locator {
    return this.page.getByRole('log', { name: this.words.conversationLabel, exact: true });
  }

  get questions(): Locator {
    return this.log.getByRole('article', { name: this.words.you, exact: true });
  }

  get answers(): Locator {
    return this.log.getByRole('article', { name: this.words.assistant, exact: true });
  }

  /** What is said of something, and read out by itself. */
  said(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  /** The button that opens the list of models, or of styles: its name goes on with what is chosen. */
  choice(label: string, chosen = ''): Locator {
    return this.page.getByRole('button', { name: `${label} ${chosen}`.trim() });
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await this.composer.waitFor();
  }

  async close(): Promise<void> {
    await this.button(this.words.closeChat).click();
    await this.launcher.waitFor();
  }

  /** Writes and sends, without waiting for the answer. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Sends a message and waits until its answer has ended. */
  async ask(text: string): Promise<void> {
    await this.send(text);
    await this.answerTo(text);
  }

  /** Waits until a message has been answered: then the composer offers to send again. */
  async answerTo(text: string): Promise<void> {
    await this.log.getByText(`“${text}”`).last().waitFor();
    await this.button(this.words.send).waitFor();
  }

  /** Loads the page anew and opens the chat again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.open();
  }

  /** Another tab of the same browser at the same place. */
  async openTab(): Promise<ChatPage> {
    const tab = new ChatPage(await this.page.context().newPage(), this.words);
    tab.page.setDefaultTimeout(15_000);
    await tab.page.goto(this.page.url());
    return tab;
  }
}

interface Arrival extends Partial<Setting>, HostPage {
  /** Signs up first. */
  readonly as?: 'member' | 'visitor';
}

/** Somebody's first visit of a host page, in a browser of their own. */
export async function arrive(site: FeatureSite, arrival: Arrival = {}): Promise<ChatPage> {
  const { as: who = 'member', lang = english.lang, dir = english.dir } = arrival;
  const page = await site.visit('about:blank');
  const origin = new URL(site.stack.url).origin;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.context().route(`${origin}${hostPath}*`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: writeHostPage({ ...arrival, lang, dir, address: route.request().url() }),
    }),
  );
  await page.context().route(new RegExp(`^${origin}/(paynless-chat\\.js|assets/)`), (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      path: join(site.widgetFolder, new URL(route.request().url()).pathname),
    }),
  );
  await page.goto(`${origin}${hostPath}`);
  if (who === 'member') await signUp(page);
  return new ChatPage(page, await readWords(lang));
}

/** Makes an account, and keeps its session where the sign-in page of a site does. The chat looks there when it is opened. */
async function signUp(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const config = (await (await fetch('/api/config')).json()) as {
      supabaseUrl: string;
      supabaseKey: string;
    };
    const reply = await fetch(`${config.supabaseUrl}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: config.supabaseKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        email: `${crypto.randomUUID()}@example.com`,
        password: 'correct horse battery',
      }),
    });
    const [project = ''] = new URL(config.supabaseUrl).hostname.split('.');
    localStorage.setItem(`sb-${project}-auth-token`, await reply.text());
  });
}

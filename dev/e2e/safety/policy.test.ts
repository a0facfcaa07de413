import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ask, composer, conversation, openChat } from '../visit.ts';
import { type Hosts, openHosts, type Visit } from './open-hosts.ts';
import { trackerUrl } from './start-hostile-model.ts';

/** What a page may ask of a widget: nothing but its own script and its own API, and nothing before it is wanted. */
let hosts: Hosts;

beforeAll(async () => {
  hosts = await openHosts();
});

afterAll(() => hosts.close());

/** The strictest policy under which a page can have the widget at all. */
const policy = () =>
  `default-src 'none'; script-src ${hosts.script}; connect-src ${hosts.api}; base-uri 'none'; form-action 'none'; ` +
  `require-trusted-types-for 'script'; trusted-types lit-html`;

/** Without the page's own empty icon, which such a policy does not let it have. */
const complaintsOf = ({ complaints }: Visit) => complaints.filter((text) => !text.includes("'data:,'"));
const pathsOf = ({ asked }: Visit) =>
  asked.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).pathname);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('under a policy that allows the widget’s script and API alone', () => {
  it('a signed-in person does everything, without one violation', async () => {
    const { headers } = await hosts.signUp();
    const token = headers['authorization']?.replace('Bearer ', '') ?? '';
    const visit = await hosts.visit({ policy: policy(), attributes: `access-token="${token}"` });
    const { page } = visit;
    await openChat(page);
    await ask(page, 'What may you hold?');
    expect(await conversation(page).getByRole('table').count()).toBe(1);
    // The highlighter and its grammar come by themselves, and colour the code.
    await conversation(page).getByText('42', { exact: true }).waitFor();
    expect(pathsOf(visit).filter((path) => path.includes('typescript'))).toHaveLength(1);

    await button(page, 'Good answer').click();
    await page.getByLabel('What could be better? (optional)').fill('Fewer pixels');
    await button(page, 'Send feedback').click();
    await conversation(page).getByText('Thank you for your feedback').waitFor();

    await button(page, 'Edit').click();
    await page.getByRole('textbox', { name: 'Edit your message' }).fill('And what else?');
    await button(page, 'Send').click();
    await conversation(page).getByText('“And what else?”').waitFor();
    await page.getByText('2/2').waitFor();

    await page.getByRole('button', { name: /^Style/ }).click();
    await page.getByRole('option').nth(1).click();
    await button(page, 'Make larger').click();
    await button(page, 'Chats').click();
    await page.getByRole('button', { name: /^Actions for/ }).waitFor();
    expect(complaintsOf(visit)).toEqual([]);
  });

  it('speaks another language, whose file comes when it is needed', async () => {
    const visit = await hosts.visit({ policy: policy(), attributes: 'lang="de" dir="rtl"' });
    await visit.page.getByRole('button', { name: 'Chat öffnen' }).click();
    await visit.page.getByRole('textbox', { name: 'Nachricht' }).waitFor();
    expect(pathsOf(visit).filter((path) => /\/de-[\w-]+\.js$/.test(path))).toHaveLength(1);
    expect(complaintsOf(visit)).toEqual([]);
  });
});

describe('an answer', () => {
  it('loads nothing and runs nothing by itself, whatever it holds', async () => {
    const visit = await hosts.visit();
    const { page } = visit;
    await openChat(page);
    await ask(page, 'Fetch something');
    await conversation(page).getByText('The end.').waitFor();
    const own = [hosts.script, hosts.api];
    expect(visit.asked.filter((url) => !own.includes(new URL(url).origin) && url !== 'data:,')).toEqual([]);
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    // What it would have loaded is offered as a link, which says where it goes.
    const links = await conversation(page)
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(links).toContain(`${trackerUrl}/pixel.png?said=secret`);
    expect(links.filter((href) => !href.startsWith(`${trackerUrl}/`))).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});

/** All that a page's storage holds, of every kind. */
const stored = (page: Page) =>
  page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    document.cookie,
  ]);

describe('before it is wanted', () => {
  it('the launcher asks for one file and stores nothing; being pointed at fetches code alone', async () => {
    const visit = await hosts.visit();
    const { page } = visit;
    const launcher = button(page, 'Open chat');
    await launcher.waitFor();
    await page.waitForLoadState('networkidle');
    expect(pathsOf(visit).filter((path) => path !== ',')).toEqual(['/paynless-chat.js']);
    expect(await stored(page)).toEqual(['']);

    await launcher.hover();
    await page.waitForLoadState('networkidle');
    await expect.poll(() => pathsOf(visit).length).toBeGreaterThan(1);
    expect(visit.asked.filter((url) => url.startsWith(hosts.api))).toEqual([]);
    expect(await stored(page)).toEqual(['']);
  });

  it('an inline chat stands there and asks nobody, until its visitor touches it; from then on it is known', async () => {
    const visit = await hosts.visit({ attributes: 'mode="inline"' });
    const { page } = visit;
    const askedApi = () => visit.asked.some((url) => url.startsWith(hosts.api));
    await composer(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(askedApi()).toBe(false);
    expect(await stored(page)).toEqual(['']);

    await composer(page).focus();
    await page.getByText('free messages left').waitFor();
    await ask(page, 'Here I am');
    await page.reload();
    await conversation(page).getByText('“Here I am”').waitFor();
  });

  it('an inline chat further down has its script alone, until it is scrolled to', async () => {
    const head = '<style>h1 { margin-block-end: 200vh }</style>';
    const visit = await hosts.visit({ attributes: 'mode="inline"', head });
    await visit.page.waitForLoadState('networkidle');
    expect(pathsOf(visit)).toEqual(['/paynless-chat.js']);
    await visit.page.mouse.wheel(0, 100_000);
    await composer(visit.page).waitFor();
  });

  it('and so has one that is not displayed, until it is', async () => {
    const head = '<style>paynless-chat { display: none }</style>';
    const visit = await hosts.visit({ attributes: 'mode="inline"', head });
    await visit.page.waitForLoadState('networkidle');
    expect(pathsOf(visit)).toEqual(['/paynless-chat.js']);
    await visit.page.locator('paynless-chat').evaluate((chat) => {
      chat.style.display = 'block';
    });
    await composer(visit.page).waitFor();
  });

  it('a page that asks for it gets the code when it is idle, and still no request to the API', async () => {
    const visit = await hosts.visit({ attributes: 'preload="idle"' });
    const { page } = visit;
    await expect
      .poll(() => pathsOf(visit).filter((path) => path.startsWith('/assets/panel')))
      .toHaveLength(1);
    await page.waitForLoadState('networkidle');
    expect(visit.asked.filter((url) => url.startsWith(hosts.api))).toEqual([]);
    expect(await stored(page)).toEqual(['']);
    await openChat(page);
    await expect.poll(() => visit.asked.some((url) => url.startsWith(hosts.api))).toBe(true);
    expect(await composer(page).isEditable()).toBe(true);
  });
});

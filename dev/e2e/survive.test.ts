import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { modelVariables } from '../model-server/model-variables.ts';
import { type ModelServer, startModelServer } from '../model-server/start-model-server.ts';
import { type ModelGate, openModelGate } from './model-gate.ts';
import { answerOf, chatIdOf, plain, readChat, shownAnswer, shownSoFar, watchAnswers } from './read-chat.ts';
import { openWire, type Wire } from './open-wire.ts';
import { ask, composer, conversation, openChat, openSite, send, signUp, type Site } from './visit.ts';

// What people do while they are answered. The model waits for them in the middle of its answer.

let models: ModelServer;
let gate: ModelGate;
let site: Site;
let wire: Wire;

beforeAll(async () => {
  models = await startModelServer({ haste: 4 });
  gate = await openModelGate(models.url);
  site = await openSite({
    ...modelVariables(gate.url),
    // So that the model is asked for answers alone, and may wait.
    MODEL_TITLES: 'false',
    IDLE_TIMEOUT_MS: '60000',
  });
  wire = await openWire(site.stack.url);
});

afterAll(async () => {
  await site.close();
  await wire.close();
  await gate.close();
  await models.stop();
});

/** Opens a chat as a page may. */
async function showChat(page: Page, chatId: string): Promise<void> {
  await page.evaluate(async (id) => {
    const chat = document.querySelector<Element & { openChat: (id: string) => Promise<void> }>(
      'paynless-chat',
    );
    await chat?.openChat(id);
  }, chatId);
}

type Who = 'a visitor' | 'a signed-in user';

/** Somebody's first page, with the chat open. */
async function arrive(who: Who): Promise<Page> {
  const page = await site.visit(who === 'a visitor' ? '/' : '/sign-in');
  if (who === 'a signed-in user') await signUp(page, `${crypto.randomUUID()}@example.com`);
  await watchAnswers(page);
  await openChat(page);
  return page;
}

/** Another tab of the same browser, with the same chat open. */
async function openTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(15_000);
  await tab.goto(page.url());
  await openChat(tab);
  return tab;
}

const stopButton = (page: Page) => page.getByRole('button', { name: 'Stop answering' });
const sendButton = (page: Page) => page.getByRole('button', { name: 'Send message' });

/** An answer on its way: to which words, in which chat, and what had been seen of it when it was left. */
interface Running {
  words: string;
  chatId: string;
  seen: string;
}

/** Asks for a long answer and waits until a part of it is there; for the rest the model waits for {@link ModelGate.resume}. */
async function askHalf(page: Page, words: string): Promise<Running> {
  gate.pause(words);
  await send(page, words);
  await conversation(page).getByText('Streaming lets a reader begin').waitFor();
  return { words, chatId: await chatIdOf(page), seen: await shownAnswer(page) };
}

/** Waits until the running answer is on show again, with all that was seen of it before. */
async function expectAgain(page: Page, seen: string): Promise<void> {
  await expect.poll(() => shownAnswer(page), { timeout: 10_000 }).toMatch(startingWith(seen));
  expect(await stopButton(page).isVisible()).toBe(true);
}

const startingWith = (text: string) => new RegExp(`^${RegExp.escape(text)}`);

/** The answer runs to its end: it is stored and shown whole, every word once, and the model was asked for it once. */
async function expectWhole(page: Page, { words, chatId }: Running): Promise<void> {
  await sendButton(page).waitFor({ timeout: 30_000 });
  const answer = answerOf(await readChat(page, chatId), words);
  expect(answer).toMatchObject({ status: 'complete' });
  expect(await shownAnswer(page)).toBe(plain(answer.content));
  await expectOnlyGrown(page, plain(answer.content));
  expect(gate.requests(words)).toEqual(['answered']);
}

/** At no moment was a word shown that the answer does not have there, and none was taken back. */
async function expectOnlyGrown(page: Page, whole: string): Promise<void> {
  const shown = await shownSoFar(page);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.filter((text) => !whole.startsWith(text))).toEqual([]);
  expect(shown.toSorted((one, other) => one.length - other.length)).toEqual(shown);
}

describe.each<Who>(['a visitor', 'a signed-in user'])('%s', (who) => {
  it('finds a running answer again after a reload, and its end', async () => {
    const page = await arrive(who);
    const running = await askHalf(page, `A slow answer for ${who}, and a reload`);
    await page.reload();
    await openChat(page);
    await expectAgain(page, running.seen);
    gate.resume(running.words);
    await expectWhole(page, running);
  });
});

describe('a running answer', () => {
  it('survives a connection that is lost for five seconds', async () => {
    const page = await site.visit('about:blank');
    // The development server has a connection of its own, and would load the page anew when that is lost.
    await page.routeWebSocket(/./, () => undefined);
    await watchAnswers(page);
    await page.goto(wire.url);
    await openChat(page);
    const running = await askHalf(page, 'A slow answer, and a tunnel');
    const loadedAt = await page.evaluate(() => performance.timeOrigin);
    wire.cut();
    await page.context().setOffline(true);
    const offlineForFiveSeconds = page.waitForTimeout(5_000);
    await conversation(page).getByText('Reconnecting…').waitFor();
    expect(await stopButton(page).isVisible()).toBe(true);
    await offlineForFiveSeconds;
    wire.mend();
    await page.context().setOffline(false);
    await conversation(page).getByText('Reconnecting…').waitFor({ state: 'detached' });
    gate.resume(running.words);
    await expectWhole(page, running);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
  });

  it('goes on when its page is left by a link, and is there on the next page and on the way back', async () => {
    const page = await arrive('a visitor');
    const running = await askHalf(page, 'A slow answer, and a link');
    await page.getByRole('link', { name: 'Ask on a page' }).click();
    await page.waitForURL('**/inline');
    await expectAgain(page, running.seen);
    // A page that comes back as it was left does not load, and has its chat open.
    await page.goBack({ waitUntil: 'commit' });
    await composer(page)
      .or(page.getByRole('button', { name: 'Open chat' }))
      .first()
      .waitFor();
    if (!(await composer(page).isVisible())) await openChat(page);
    await expectAgain(page, running.seen);
    gate.resume(running.words);
    await expectWhole(page, running);
  });

  it('goes on while another chat is on show, and is whole when its own is again', async () => {
    const page = await arrive('a signed-in user');
    const running = await askHalf(page, 'A slow answer, and a new chat');
    await page.getByRole('button', { name: 'New chat' }).click();
    await ask(page, 'Something else');
    expect(await conversation(page).getByText('Streaming lets a reader begin').count()).toBe(0);
    await watchAnswers(page);
    await showChat(page, running.chatId);
    await expectAgain(page, running.seen);
    gate.resume(running.words);
    await expectWhole(page, running);
  });
});

describe('two tabs on one chat', () => {
  it('show a message that is sent in one of them, and its answer as it grows', async () => {
    const one = await arrive('a signed-in user');
    await ask(one, 'Good morning');
    const other = await openTab(one);
    await conversation(other).getByText('“Good morning”').waitFor();
    for (const tab of [one, other]) await watchAnswers(tab);
    const running = await askHalf(one, 'A slow answer, and two tabs');
    await conversation(other).getByText(running.words, { exact: true }).waitFor();
    await expectAgain(other, running.seen);
    gate.resume(running.words);
    for (const tab of [one, other]) await expectWhole(tab, running);
    expect(await conversation(other).getByRole('article').count()).toBe(4);
  });

  it('both show an answer stopped that one of them has stopped', async () => {
    const one = await arrive('a signed-in user');
    const { words, chatId, seen } = await askHalf(one, 'A slow answer, and a stop');
    const other = await openTab(one);
    await expectAgain(other, seen);
    await stopButton(other).click();
    for (const tab of [one, other]) {
      await conversation(tab).getByText('Stopped', { exact: true }).waitFor();
      await sendButton(tab).waitFor();
    }
    await expect.poll(() => gate.requests(words)).toEqual(['left']);
    const answer = answerOf(await readChat(one, chatId), words);
    expect(answer.status).toBe('stopped');
    expect(plain(answer.content)).toMatch(startingWith(seen));
    for (const tab of [one, other]) expect(await shownAnswer(tab)).toBe(plain(answer.content));
  });
});

import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { arrive, type ChatPage } from './chat-page.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';
import { daysAgo, seedChats } from './seed-chats.ts';

// What axe finds in each state of the chat, light and dark: nothing.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const Findings = v.array(v.object({ id: v.string(), nodes: v.array(v.string()) }));

/** What axe finds wrong in the page as it stands. Motion is over by then: colours that still move are no colours to judge. */
async function findings({ page }: ChatPage): Promise<v.InferOutput<typeof Findings>> {
  await page.addScriptTag({ path: axePath });
  await page.evaluate(async () => {
    const moving = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
  // As text: what the script brings into the page has no type here, and what comes back is parsed.
  const found: unknown =
    await page.evaluate(`axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ target, failureSummary }) => JSON.stringify(target) + ': ' + failureSummary),
  })))`);
  return v.parse(Findings, found);
}

/** Whether a page is looked at by day or by night. */
async function expectNothing(chat: ChatPage): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await chat.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findings(chat), colorScheme).toEqual([]);
  }
}

const host = '<paynless-chat></paynless-chat>';

async function begin(
  as: 'member' | 'visitor' = 'member',
  starters: readonly string[] = [],
): Promise<ChatPage> {
  const chat = await arrive(site, { as, starters, body: () => host });
  await chat.launcher.waitFor();
  return chat;
}

describe('axe finds nothing', () => {
  it('while the chat is closed, open and empty, and while one writes', async () => {
    const chat = await begin('visitor', ['How do I begin?', 'What else?']);
    await expectNothing(chat);
    await chat.open();
    await chat.choice(chat.words.model).waitFor();
    await expectNothing(chat);
    await chat.composer.fill('A few words');
    await expectNothing(chat);
    await chat.composer.fill('x'.repeat(8_001));
    await chat.page.getByRole('alert').waitFor({ state: 'attached' });
    await expectNothing(chat);
  });

  it('in a conversation, with all that opens below a message', async () => {
    const chat = await begin();
    const { words, page } = chat;
    await chat.open();
    await chat.ask('Show me everything');
    await chat.button(words.regenerate).click();
    await chat.log.getByRole('group', { name: words.versionOf(2, 2) }).waitFor();
    await chat.button(words.send).waitFor();
    await chat.answers.hover();
    await expectNothing(chat);
    await chat.button(words.regenerateWith).click();
    await expectNothing(chat);
    await chat.button(words.details).click();
    await expectNothing(chat);
    await chat.button(words.badAnswer).click();
    await page.getByRole('textbox', { name: words.feedbackComment }).waitFor();
    await expectNothing(chat);
    await page.keyboard.press('Escape');
    await chat.questions.hover();
    await chat.button(words.editMessage).click();
    await page.getByRole('textbox', { name: words.editLabel }).waitFor();
    await expectNothing(chat);
  });

  it('while an answer comes, when it is stopped, and when it fails', async () => {
    const chat = await begin();
    const { words, page } = chat;
    await chat.open();
    site.gate.pause('Half of it, for axe');
    await chat.send('Half of it, for axe');
    await chat.log.getByText('Here is what happened').waitFor();
    await expectNothing(chat);
    await chat.button(words.stop).click();
    await chat.log.getByText(words.answerStopped, { exact: true }).waitFor();
    await expectNothing(chat);
    site.gate.resume('Half of it, for axe');
    await chat.send('simulate error');
    await page.getByRole('alert').waitFor();
    await expectNothing(chat);
  });

  it('in the lists of models and of styles', async () => {
    const chat = await begin('visitor');
    const { words, page } = chat;
    await chat.open();
    for (const label of [words.model, words.prompt]) {
      await chat.choice(label).click();
      await page.getByRole('listbox', { name: label }).waitFor();
      await expectNothing(chat);
      await page.keyboard.press('Escape');
    }
  });

  it('in the list of chats, and in all that opens in it', async () => {
    const chat = await begin();
    const { words, page } = chat;
    await seedChats(
      site,
      chat,
      ['Ink', 'Nibs', 'Glue'].map((title, index) => ({
        title,
        at: daysAgo(index),
        messages: [`Said in ${title}`],
      })),
    );
    await chat.open();
    await chat.log.getByText('Said in Ink').waitFor();
    await chat.button(words.history).click();
    const list = page.getByRole('region', { name: words.history });
    await list.getByRole('listitem').first().waitFor();
    await expectNothing(chat);
    await list.getByRole('button', { name: words.chatActions('Ink') }).click();
    await expectNothing(chat);
    await chat.button(words.renameChat, list).click();
    await expectNothing(chat);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Delete');
    await chat.button(words.undo, list).waitFor();
    await expectNothing(chat);
    await list.getByRole('searchbox').fill('nowhere to be found');
    await list.getByText(words.noChatsFound).waitFor();
    await expectNothing(chat);
  });

  it('when the free messages are used up, and without a connection', async () => {
    const chat = await begin('visitor');
    const { words, page } = chat;
    await chat.open();
    for (const text of ['One', 'Two', 'Three']) await chat.ask(text);
    await chat.send('Four');
    await page.getByRole('region', { name: words.limitTitle }).waitFor();
    await expectNothing(chat);
    await chat.button(words.notNow).click();
    await page.context().setOffline(true);
    await chat.said(words.offline).waitFor();
    await expectNothing(chat);
  });

  it('on the screen of a phone', async () => {
    const chat = await begin();
    await chat.page.setViewportSize({ width: 390, height: 844 });
    await chat.open();
    await chat.ask('On a small screen');
    await expectNothing(chat);
    await chat.button(chat.words.history).click();
    await chat.page.getByRole('region', { name: chat.words.history }).getByRole('listitem').first().waitFor();
    await expectNothing(chat);
  });
});

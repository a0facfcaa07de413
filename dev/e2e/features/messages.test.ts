import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAs } from '../read-as.ts';
import { answerOf, chatIdOf, readChat } from '../read-chat.ts';
import { arrive, type ChatPage, directions } from './chat-page.ts';
import { eventually } from './eventually.ts';
import { type FeatureSite, openFeatureSite } from './open-feature-site.ts';

// What can be done with a message, as its reader does it.

let site: FeatureSite;

beforeAll(async () => {
  site = await openFeatureSite({ MODEL_TITLES: 'false' });
});

afterAll(() => site.close());

/** The newest answer to these words, as it is stored. */
async function storedAnswer({ page }: ChatPage, words: string) {
  return answerOf(await readChat(page, await chatIdOf(page)), words);
}

/** Which version of its message is on show, of how many. */
function version(chat: ChatPage, position: number, count: number) {
  return chat.log.getByRole('group', { name: chat.words.versionOf(position, count), exact: true });
}

describe.each(directions)('with a message, from $dir,', (setting) => {
  async function begin(): Promise<ChatPage> {
    const chat = await arrive(site, setting);
    await chat.open();
    return chat;
  }

  it('a person copies the source of an answer, and their own words', async () => {
    const chat = await begin();
    const { words } = chat;
    const copied = () => chat.page.evaluate(() => navigator.clipboard.readText());
    await chat.ask('Copy this');
    await chat.button(words.copyMessage, chat.answers).click();
    await chat.said(words.copied).waitFor({ state: 'attached' });
    expect(await copied()).toBe((await storedAnswer(chat, 'Copy this')).content);
    await chat.questions.hover();
    await chat.button(words.copyMessage, chat.questions).click();
    await eventually(copied).toBe('Copy this');
    await chat.button(words.copyCode, chat.answers).click();
    await eventually(copied).toMatch(/^<script type="module".*<\/paynless-chat>\s*$/s);
  });

  it('a person changes what they said, and goes back and forth between the versions', async () => {
    const chat = await begin();
    const { words } = chat;
    const change = async (text: string) => {
      await chat.questions.first().hover();
      await chat.button(words.editMessage, chat.questions.first()).click();
      const field = chat.page.getByRole('textbox', { name: words.editLabel });
      await field.fill(text);
      await chat.button(words.sendEdit).click();
      await chat.answerTo(text);
    };
    const shows = async (question: string, position: number) => {
      await version(chat, position, 3).waitFor();
      expect(await chat.questions.allInnerTexts()).toEqual([expect.stringContaining(question)]);
      expect(await chat.answers.allInnerTexts()).toEqual([expect.stringContaining(`“${question}”`)]);
    };
    await chat.ask('First wording');
    await change('Second wording');
    await version(chat, 2, 2).waitFor();
    await change('Third wording');
    await shows('Third wording', 3);
    await chat.button(words.previousVersion).click();
    await shows('Second wording', 2);
    await chat.button(words.previousVersion).click();
    await shows('First wording', 1);
    expect(await chat.button(words.previousVersion).getAttribute('aria-disabled')).toBe('true');
    await chat.button(words.nextVersion).click();
    await shows('Second wording', 2);
    // All versions are kept; which one was looked at is not: a reload shows the newest.
    await chat.reload();
    await shows('Third wording', 3);
  });

  it('a person leaves a change, and nothing has changed', async () => {
    const chat = await begin();
    const { words } = chat;
    await chat.ask('As it was');
    await chat.questions.hover();
    await chat.button(words.editMessage, chat.questions).click();
    await chat.page.getByRole('textbox', { name: words.editLabel }).fill('Otherwise');
    await chat.button(words.cancel).click();
    await chat.questions.getByText('As it was').waitFor();
    expect(await chat.log.getByText('Otherwise').count()).toBe(0);
  });

  it('a person asks for another answer, and for one of another model', async () => {
    const chat = await begin();
    const { words } = chat;
    await chat.ask('Say it again');
    await chat.button(words.regenerate).click();
    await version(chat, 2, 2).waitFor();
    await chat.button(words.send).waitFor();
    const first = await storedAnswer(chat, 'Say it again');
    await chat.button(words.regenerateWith).click();
    const models = chat.page.getByRole('group', { name: words.regenerateWith });
    await models.getByRole('button', { name: 'Claude Haiku 5.5' }).click();
    await version(chat, 3, 3).waitFor();
    await chat.button(words.send).waitFor();
    const second = await storedAnswer(chat, 'Say it again');
    expect(second.providerId).not.toBe(first.providerId);
    await chat.button(words.details).click();
    await chat.log.getByText(words.answeredBy('Claude Haiku 5.5')).waitFor();
    await chat.button(words.previousVersion).click();
    await version(chat, 2, 3).waitFor();
    expect(await chat.questions.count()).toBe(1);
    // The choice was for that one answer.
    await chat.choice(words.model, 'GPT-6 Luna').waitFor();
  });

  it('a person stops an answer, keeps what has come, and goes on', async () => {
    const chat = await begin();
    const { words } = chat;
    const text = `slow, and stopped from ${setting.dir}`;
    site.gate.pause(text);
    await chat.send(text);
    await chat.log.getByText('Streaming lets a reader begin').waitFor();
    await chat.button(words.stop).click();
    await chat.answers.getByText(words.answerStopped, { exact: true }).waitFor();
    expect(await chat.answers.innerText()).toContain('Streaming lets a reader begin');
    site.gate.resume(text);
    await chat.ask('And now something short');
    expect(await chat.answers.count()).toBe(2);
  });

  it('a person tries again after an answer broke off, without saying it twice', async () => {
    const chat = await begin();
    const { words } = chat;
    const text = `simulate disconnect, from ${setting.dir}`;
    await chat.send(text);
    await chat.page
      .getByRole('alert')
      .getByText(words.errors['provider_failed'] ?? '')
      .or(chat.page.getByRole('alert').getByText(words.errors['interrupted'] ?? ''))
      .waitFor();
    await chat.button(words.retry).click();
    await eventually(() => site.gate.requests(text).length).toBe(2);
    await chat.button(words.retry).waitFor();
    expect(await chat.questions.count()).toBe(1);
  });

  it('a person says what they think of an answer, and only they can read it', async () => {
    const chat = await begin();
    const { words } = chat;
    const pressed = (name: string) => chat.button(name).getAttribute('aria-pressed');
    const path = '/rest/v1/message_feedback?select=rating,comment';
    await chat.ask('Is this any good?');
    await chat.button(words.badAnswer).click();
    const field = chat.page.getByRole('textbox', { name: words.feedbackComment });
    await field.fill('Too long');
    await chat.button(words.sendFeedback).click();
    await chat.said(words.feedbackThanks).waitFor({ state: 'attached' });
    await eventually(async () => (await readAs(chat.page, path)).body).toBe(
      '[{"rating":"down","comment":"Too long"}]',
    );

    await chat.reload();
    await chat.answers.waitFor();
    await eventually(() => pressed(words.badAnswer)).toBe('true');
    expect(await pressed(words.goodAnswer)).toBe('false');
    await chat.button(words.goodAnswer).click();
    await eventually(() => pressed(words.goodAnswer)).toBe('true');
    await eventually(async () => (await readAs(chat.page, path)).body).toBe(
      '[{"rating":"up","comment":null}]',
    );

    const stranger = await arrive(site);
    expect(await readAs(stranger.page, path)).toEqual({ status: 200, body: '[]' });
    // Pressed once more it is taken back.
    await chat.button(words.goodAnswer).click();
    await eventually(async () => (await readAs(chat.page, path)).body).toBe('[]');
    expect(await pressed(words.goodAnswer)).toBe('false');
  });

  it('a person sees what an answer has cost', async () => {
    const chat = await begin();
    const { words } = chat;
    await chat.ask('How dear is this?');
    const { usage } = await storedAnswer(chat, 'How dear is this?');
    await chat.button(words.details).click();
    const details = chat.log.getByRole('group', { name: words.details });
    const { inputTokens: input, outputTokens: output, cachedInputTokens: cached = 0 } = usage!;
    await details.getByText(words.usage({ input, output, cached })).waitFor();
    await details.getByText(words.answeredBy('GPT-6 Luna')).waitFor();
    await chat.button(words.details).click();
    await details.waitFor({ state: 'detached' });
  });
});

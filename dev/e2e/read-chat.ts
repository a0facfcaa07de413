import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { ChatDetailsReply } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import { chatDetailsPath, visitorHeader } from '../../protocol/paths.ts';

/** What a page's storage has under a name, as its person could find with developer tools; empty when there is none. */
function stored(page: Page, name: RegExp): Promise<string> {
  return page.evaluate((pattern) => {
    const key = Object.keys(localStorage).find((it) => new RegExp(pattern).test(it));
    return (key === undefined ? null : localStorage.getItem(key)) ?? '';
  }, name.source);
}

/** The chat that a page's element has sent a message into last. */
export function chatIdOf(page: Page): Promise<string> {
  return stored(page, /:chat:0/);
}

/** A chat, as the Worker returns it to this page's person. */
export async function readChat(page: Page, chatId: string): Promise<ChatDetailsReply> {
  const session = JSON.parse((await stored(page, /^sb-.*-auth-token$/)) || 'null') as {
    access_token: string;
  } | null;
  const headers: Record<string, string> = session
    ? { authorization: `Bearer ${session.access_token}` }
    : { [visitorHeader]: await stored(page, /\d:visitor$/) };
  const reply = await fetch(new URL(chatDetailsPath(chatId), page.url()), { headers });
  return v.parse(ChatDetailsReply, await reply.json());
}

/** The newest answer to a message with these words. */
export function answerOf({ messages }: ChatDetailsReply, words: string): Message {
  const question = messages.find(({ role, content }) => role === 'user' && content === words);
  const answer = messages.findLast(({ parentId }) => parentId === question?.id);
  if (answer === undefined) throw new Error(`Nobody has answered “${words}”`);
  return answer;
}

/** The letters of an answer, without what Markdown makes of white space and headings: so it compares with what is shown. */
export function plain(text: string): string {
  return text.replaceAll(/[\s#]+/g, '');
}

/** The letters of the newest answer on show; empty when there is none. */
export async function shownAnswer(page: Page): Promise<string> {
  const bodies = page.locator('.message--assistant .message__body');
  return plain((await bodies.count()) === 0 ? '' : await bodies.last().innerText());
}

declare global {
  interface Window {
    shownAnswers?: Map<string, string[]>;
  }
}

/** From now on notes, frame by frame, what is shown of each answer; also in the pages that come after this one. */
export async function watchAnswers(page: Page): Promise<void> {
  const watch = () => {
    const isWatching = window.shownAnswers !== undefined;
    window.shownAnswers = new Map();
    const look = () => {
      const list = document
        .querySelector('paynless-chat')
        ?.shadowRoot?.querySelector('paynless-message-list');
      for (const answer of list?.shadowRoot?.querySelectorAll<HTMLElement>('.message--assistant') ?? []) {
        const id = answer.dataset['id'] ?? '';
        const text = answer.querySelector('.message__body')?.textContent.replaceAll(/[\s#]+/g, '') ?? '';
        const texts = window.shownAnswers?.get(id) ?? [];
        if (texts.at(-1) !== text) window.shownAnswers?.set(id, [...texts, text]);
      }
      requestAnimationFrame(look);
    };
    if (!isWatching) look();
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

/** All that was shown of the newest answer since it is watched, in order. */
export async function shownSoFar(page: Page): Promise<string[]> {
  return await page.evaluate(() => [...(window.shownAnswers?.values() ?? [])].at(-1) ?? []);
}

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { composer, conversation, openChat, send } from '../visit.ts';
import { chatId } from './scripted-data.ts';

/** Something that a person sees of the chat. */
export interface State {
  name: string;
  /** Attributes of the element. */
  attributes?: Record<string, string>;
  /** What a person does to see it; the page has been loaded. */
  reach(page: Page): Promise<void>;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

/** Any token makes a signed-in person of whoever looks. */
const signedIn = { 'access-token': 'any' };

async function openConversation(page: Page): Promise<void> {
  await openChat(page);
  await conversation(page).getByText('192', { exact: true }).waitFor();
}

/** The main states of the chat, each with the way to it. */
export const states: State[] = [
  { name: 'launcher', reach: (page) => page.getByRole('button', { name: 'Open chat' }).waitFor() },
  {
    name: 'welcome',
    async reach(page) {
      await page.evaluate(() => {
        const starters = ['Which paper suits a fountain pen?', 'Compare dotted and ruled pages'];
        Object.assign(document.querySelector('paynless-chat') ?? {}, { starters });
      });
      await openChat(page);
      await page.getByText('2 of 3 free messages left').waitFor();
    },
  },
  { name: 'conversation', attributes: { ...signedIn, 'chat-id': chatId }, reach: openConversation },
  {
    name: 'streaming',
    async reach(page) {
      await openChat(page);
      await send(page, 'Stream what decides it');
      await conversation(page).getByText('how wet the pen').waitFor();
    },
  },
  {
    name: 'error',
    async reach(page) {
      await openChat(page);
      await send(page, 'Fail, please');
      await page
        .getByRole('button', { name: /Try again|Dismiss/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'history',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Chats');
      await page.getByRole('button', { name: 'Actions for Dotted or ruled' }).waitFor();
    },
  },
  {
    name: 'selector',
    async reach(page) {
      await openChat(page);
      await page.getByRole('button', { name: /^Model/ }).click();
      await page.getByRole('option', { name: /Thorough/ }).waitFor();
    },
  },
  {
    name: 'edit',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Edit');
      await page.getByRole('textbox', { name: 'Edit your message' }).waitFor();
    },
  },
  {
    name: 'limit',
    async reach(page) {
      await openChat(page);
      await send(page, 'Limit me');
      await page.getByText('You have used your free messages').waitFor();
      await composer(page).blur();
    },
  },
  {
    name: 'offline',
    async reach(page) {
      await openChat(page);
      await page.getByText('2 of 3 free messages left').waitFor();
      await page.context().setOffline(true);
      await send(page, 'Does thin paper bleed?');
      await conversation(page).getByText('Goes out when you are back online').first().waitFor();
    },
  },
  {
    name: 'loading',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      // Never: the picture is of the time until then.
      await page.route('**/api/chat-details/*', () => undefined);
      await openChat(page);
      await page.getByText('Loading the conversation').waitFor();
    },
  },
  {
    name: 'comment',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Bad answer');
      await page.getByRole('textbox', { name: 'What could be better?' }).fill('Which of them dries sooner?');
    },
  },
  {
    name: 'models',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Details');
      await press(page, 'Answer again with another model');
      await page.getByText('Takes its time, and says why').waitFor();
    },
  },
  {
    name: 'scrolled',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await send(page, 'Stream what decides it');
      await conversation(page).getByText('how wet the pen').waitFor();
      await conversation(page).press('Home');
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      // Keys scroll smoothly.
      await expect.poll(() => conversation(page).evaluate((log) => log.scrollTop)).toBe(0);
    },
  },
  {
    name: 'deleted',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Chats');
      await press(page, 'Actions for Dotted or ruled');
      await press(page, 'Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'rename',
    attributes: { ...signedIn, 'chat-id': chatId },
    async reach(page) {
      await openConversation(page);
      await press(page, 'Chats');
      await press(page, 'Actions for Dotted or ruled');
      await press(page, 'Rename');
      await page.getByRole('textbox', { name: 'Title of the chat' }).waitFor();
    },
  },
];

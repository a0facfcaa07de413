import { waitUntil } from '@open-wc/testing';
import { getTextbox, press, queryAllByRole, queryChoice, write } from './by-role.ts';
import { chatFixture, type TestChat } from './chat-fixture.ts';

/** A floating chat that is open and ready to send, and what the page has been told since. */
export async function openPanel(prepare: (chat: TestChat) => void = () => undefined) {
  const chat = await chatFixture();
  prepare(chat);
  await chat.show();
  await waitUntil(() => queryChoice(chat, 'Model'), 'the catalog is there');
  const told: Event[] = [];
  for (const name of [
    'message-sent',
    'answer-start',
    'answer-end',
    'chat-change',
    'limit-reached',
    'sign-up-requested',
    'error',
    'session-change',
  ]) {
    chat.addEventListener(`paynless-${name}`, (event) => told.push(event));
  }
  /** Sends as a person does, and resolves with what the server gets. */
  const say = async (text: string) => {
    const index = chat.api.turns.length;
    write(getTextbox(chat), text);
    press(getTextbox(chat), 'Enter');
    return await chat.api.turn(index);
  };
  /** What stands on the screen, message by message. */
  const articles = () => queryAllByRole(chat, 'article').map((article) => article.innerText.trim());
  const names = () => told.map(({ type }) => type.replace('paynless-', ''));
  return { chat, told, names, say, articles };
}

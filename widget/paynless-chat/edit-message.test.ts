import { expect, waitUntil } from '@open-wc/testing';
import { ChatApiError } from '../api/chat-api-error.ts';
// From the test server it comes file by file: no test waits for that.
import '../components/message-list/answer-parts.ts';
import { getByRole, press, queryAllByRole, queryByRole, write } from '../testing/by-role.ts';
import type { TestChat } from '../testing/chat-fixture.ts';
import { openPanel } from '../testing/open-panel.ts';
import { id, message, parts, quotaOf } from '../testing/scripted-chat-api.ts';

/** What somebody writes in: an editor, if one is open, and then the composer. */
const fields = (chat: TestChat) =>
  queryAllByRole(chat, 'textbox').filter((field) => field instanceof HTMLTextAreaElement);
const texts = (chat: TestChat) => fields(chat).map(({ value }) => value);

/** Opens the editor of the first question. */
async function edit(chat: TestChat): Promise<HTMLTextAreaElement> {
  const buttons = () => queryAllByRole(chat, 'button', 'Edit').filter((one) => one.ariaDisabled !== 'true');
  await waitUntil(() => buttons().length > 0, 'one can edit');
  buttons()[0]?.click();
  await waitUntil(() => fields(chat).length === 2, 'there is an editor');
  const [field] = fields(chat);
  if (!field) throw new Error('There is no editor.');
  return field;
}

describe('A changed message', () => {
  /** A visitor who has said something, has so many free messages left, and writes the next one. */
  async function converse(remaining: number) {
    const panel = await openPanel();
    const turn = await panel.say('Hello');
    turn.send(parts.start(id(2), id(100)), parts.text('Hi'), parts.quota(remaining), parts.finish());
    turn.end();
    await waitUntil(() => panel.articles()[1] === 'Hi');
    const [composer] = fields(panel.chat);
    if (composer) write(composer, 'Next');
    return panel;
  }

  for (const known of [true, false])
    it(`goes back into its editor when no free message is left (${known ? 'known' : 'says the server'})`, async () => {
      const { chat, articles, names } = await converse(known ? 0 : 1);
      const field = await edit(chat);
      write(field, 'Good day');
      press(field, 'Enter');
      if (!known) {
        const turn = await chat.api.turn(1);
        await waitUntil(() => articles()[0] === 'Good day');
        turn.end(new ChatApiError('anonymous_limit_reached', { quota: quotaOf(0) }));
      }
      await waitUntil(() => names().includes('limit-reached'));
      await waitUntil(() => fields(chat).length === 2, 'the editor is there again');
      expect(texts(chat)).to.deep.equal(['Good day', 'Next']);
      await waitUntil(() => articles()[1] === 'Hi', 'the chat is as it was');
      await waitUntil(
        () => chat.shadowRoot?.querySelector('paynless-limit-notice'),
        'the limit is explained',
      );
      const list = chat.shadowRoot?.querySelector('paynless-message-list');
      await waitUntil(() => list?.shadowRoot?.activeElement?.localName === 'paynless-edit-form');
    });

  it('that was not sent waits for who goes to another chat and comes back', async () => {
    const { chat } = await openPanel(({ api }) => {
      api.getChatMessages = (chatId) =>
        Promise.resolve({
          chat: { id: chatId, title: chatId, updatedAt: '2026-11-01T10:00:00.000Z' },
          messages: chatId === id(50) ? [message(1), message(2)] : [message(11), message(12)],
        });
    });
    const shows = (text: string) =>
      waitUntil(() => getByRole(chat, 'log').textContent.includes(text), `there is ${text}`);
    await chat.openChat(id(50));
    await shows('message 1');
    write(await edit(chat), 'Rewritten');
    await chat.openChat(id(60));
    await shows('message 11');
    expect(texts(chat)).to.deep.equal(['']);
    const button = document.createElement('button');
    document.body.append(button);
    button.focus();
    await chat.openChat(id(50));
    await waitUntil(() => queryAllByRole(chat, 'article')[0]?.textContent.includes('message 1'));
    await waitUntil(() => queryByRole(chat, 'button', 'Edit'));
    expect(texts(chat)).to.deep.equal(['']);
    expect(document.activeElement === button).to.equal(true);
    button.remove();
    expect((await edit(chat)).value).to.equal('Rewritten');
  });
});

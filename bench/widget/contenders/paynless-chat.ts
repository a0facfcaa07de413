import type { Page } from 'playwright-core';
import type { Contender, Setting } from '../contender.ts';
import { chatId, replyAsWorker } from './paynless-worker.ts';

interface PaynlessChatElement extends HTMLElement {
  send(text: string): Promise<void>;
}

const attributes: Record<Setting, string> = {
  floating: '',
  member: 'access-token="bench"',
  inline: 'mode="inline"',
  // A thousand messages are nobody's who is not signed in.
  history: `mode="inline" access-token="bench" chat-id="${chatId}"`,
};

/** Opens what a member may open and one question does not. */
async function openHistory(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Chats', exact: true });
  if ((await button.count()) > 0) await button.click();
}

/** Ours, as `npm run build` makes it. */
export function createPaynlessChat(folder: string): Contender {
  return {
    id: 'paynless-chat',
    name: 'paynless-chat',
    folder,
    composer: 'textarea',
    launcher: '[part~=launcher]',
    isMarkdown: true,
    markup: (setting) => `<script type="module" src="/assets/paynless-chat/paynless-chat.js"></script>
      <paynless-chat style="block-size: 700px" ${attributes[setting]}></paynless-chat>`,
    async send(page) {
      await page.locator('paynless-chat').evaluate((element: PaynlessChatElement) => {
        void element.send('Go on');
      });
    },
    useTheRest: openHistory,
    reply: replyAsWorker,
  };
}

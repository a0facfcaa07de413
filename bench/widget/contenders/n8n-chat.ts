import { text } from 'node:stream/consumers';
import type { Contender, Setting } from '../contender.ts';
import { type PastMessage, writePast } from '../corpus.ts';
import { openStream, writeJson, writePieces } from '../workload.ts';

const assets = '/assets/n8n-chat/dist';

function markup(setting: Setting): string {
  const isFloating = setting === 'floating' || setting === 'member';
  const options = {
    webhookUrl: '/n8n-chat/webhook',
    mode: isFloating ? 'window' : 'fullscreen',
    showWelcomeScreen: false,
    enableStreaming: true,
    loadPreviousSession: true,
  };
  return `<link rel="stylesheet" href="${assets}/style.css">
    <div id="n8n-chat"${isFloating ? '' : ' style="block-size: 700px"'}></div>
    <script type="module">
      import { createChat } from '${assets}/chat.bundle.es.js';
      // It loads a past session only for a visitor it knows.
      localStorage.setItem('n8n-chat/sessionId', 'bench');
      createChat(${JSON.stringify(options)});
    </script>`;
}

/** As n8n's memory hands them over. */
function toStored({ role, text: content }: PastMessage) {
  const name = role === 'user' ? 'HumanMessage' : 'AIMessage';
  const kwargs = { content, additional_kwargs: {} };
  return { lc: 1, type: 'constructor', id: ['langchain_core', 'messages', name], kwargs };
}

const metadata = { nodeId: 'bench', nodeName: 'Agent', timestamp: 0, runIndex: 0, itemIndex: 0 };

const line = (type: string, content?: string) => `${JSON.stringify({ type, content, metadata })}\n`;

/** https://www.npmjs.com/package/@n8n/chat, as its published bundle. */
export function createN8nChat(folder: string): Contender {
  return {
    id: 'n8n-chat',
    name: '@n8n/chat',
    folder,
    composer: 'textarea',
    launcher: '.chat-window-toggle',
    isMarkdown: true,
    markup,
    async send(page) {
      await page.locator('textarea').fill('Go on');
      await page.keyboard.press('Enter');
    },
    async reply(path, request, response, workload) {
      if (path !== '/n8n-chat/webhook') return 'none';
      const body = `${request.url ?? ''} ${await text(request)}`;
      if (body.includes('loadPreviousSession')) {
        writeJson(response, { data: writePast(workload.pastMessages).map(toStored) });
        return 'other';
      }
      openStream(response, 'application/json');
      response.write(line('begin'));
      await writePieces(response, workload, (piece) => line('item', piece));
      response.end(line('end'));
      return 'answer';
    },
  };
}

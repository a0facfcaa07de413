import type { Contender, Setting } from '../contender.ts';
import { writePast } from '../corpus.ts';
import { openStream, writeJson, writePieces } from '../workload.ts';

interface DeepChatElement extends HTMLElement {
  submitUserMessage(message: { text: string }): void;
}

const bundle = '/assets/deep-chat/dist/deepChat.bundle.js';
const connection = '{"url":"/deep-chat/answer","stream":true}';
const style = 'width: 100%; height: 700px';
const element = `<deep-chat style="${style}" connect='${connection}'></deep-chat>`;
const tag = `<script type="module" src="${bundle}"></script>${element}`;

/** The element is made when its words are there, so that it renders once. */
const withHistory = `<script type="module">
  const [past] = await Promise.all([fetch('/deep-chat/past').then((reply) => reply.json()), import('${bundle}')]);
  const chat = document.createElement('deep-chat');
  chat.setAttribute('style', '${style}');
  chat.setAttribute('connect', '${connection}');
  chat.history = past;
  document.body.append(chat);
</script>`;

/** It has no launcher of its own: the page brings a button that shows it, and its script is there as its documentation says. */
const behindButton = `<button id="launcher" onclick="chat.hidden = false">Chat</button><div id="chat" hidden>${tag}</div>`;

const markups: Record<Setting, string> = {
  floating: behindButton,
  member: behindButton,
  inline: tag,
  history: withHistory,
};

/** https://deepchat.dev, as its published bundle. */
export function createDeepChat(folder: string): Contender {
  return {
    id: 'deep-chat',
    name: 'deep-chat',
    folder,
    composer: '#text-input',
    launcher: '#launcher',
    behindLauncher: '#text-input',
    isMarkdown: true,
    markup: (setting) => markups[setting],
    async send(page) {
      await page.locator('deep-chat').evaluate((element: DeepChatElement) => {
        element.submitUserMessage({ text: 'Go on' });
      });
    },
    async reply(path, _request, response, workload) {
      if (path === '/deep-chat/past') {
        const past = writePast(workload.pastMessages);
        const messages = past.map(({ role, text }) => ({ role: role === 'user' ? 'user' : 'ai', text }));
        writeJson(response, messages);
        return 'other';
      }
      if (path !== '/deep-chat/answer') return 'none';
      openStream(response, 'text/event-stream');
      await writePieces(response, workload, (text) => `data: ${JSON.stringify({ text })}\n\n`);
      response.end();
      return 'answer';
    },
  };
}

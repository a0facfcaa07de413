import { createAnswerServer } from './answer-server.ts';
import { pass } from './ask.ts';
import { setUpChat } from './set-up-chat.ts';

/** A chat with one answered message, and another person's view of the same server. */
export async function talk() {
  const server = createAnswerServer();
  const around = setUpChat(server.api);
  const { chat } = around;
  const sending = chat.sendMessage('Hello');
  await pass(0);
  server.tell('Hi');
  server.finish();
  await pass(0);
  await sending;
  const chatId = chat.$chatId.get() ?? '';
  /** Sends a message from another device. */
  const sendElsewhere = async (text: string, messageId = text) => {
    const parts = server.api.sendChatMessage({ message: text, providerId: '', chatId, messageId }, {});
    await parts[Symbol.asyncIterator]().next();
  };
  const loads = () => server.calls.filter(([call]) => call === 'load').length;
  const said = () => around.texts().map(([, text]) => text);
  return { server, chatId, sendElsewhere, loads, said, ...around };
}

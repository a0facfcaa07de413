import { pass } from './ask.ts';
import { talk } from './talk.ts';

/** A talk with a network that comes and goes. */
export async function talkWithNetwork() {
  const around = await talk();
  const { server, page } = around;
  const goOffline = () => {
    [page.online, server.isDown] = [false, true];
  };
  const goOnline = async () => {
    [page.online, server.isDown] = [true, false];
    page.wake();
    await pass(0);
  };
  /** Answers what was asked last. */
  const answer = async (text: string) => {
    server.tell(text);
    server.finish();
    await pass(0);
  };
  return { ...around, goOffline, goOnline, answer };
}

/** A chat whose page is offline, and into which these were sent all the same. Nothing of that is among `server.requests`. */
export async function sendOffline(...sent: string[]) {
  const around = await talkWithNetwork();
  const { chat, server, goOffline } = around;
  goOffline();
  for (const text of sent) await chat.sendMessage(text);
  const idOf = (text: string) => chat.$messages.get().find(({ content }) => content === text)?.id ?? '';
  server.requests.length = 0;
  return { ...around, ids: sent.map(idOf), idOf };
}

import * as v from 'valibot';
import type { ChannelNews, ChatChannel } from '../stores/chat-channel.ts';
import { listen } from './listen.ts';

/** Another tab may run another version of this script: what it says is checked like everything that comes from outside. */
const News = v.object({ chatId: v.string() });

/**
 * The channel of one element. It reaches all other elements under the same name, in this page and in every other page of the
 * site. It is open while this element listens; where the browser has none, or the page may not have one, nobody is told.
 * @param page the page's `window`, which tells when the page is left and shown again
 */
export function createChatChannel(name: string, page: EventTarget): ChatChannel {
  let broadcast: BroadcastChannel | undefined;

  function close(): void {
    broadcast?.close();
    broadcast = undefined;
  }

  function open(listener: (news: ChannelNews) => void): void {
    close();
    try {
      broadcast = new BroadcastChannel(name);
      broadcast.onmessage = ({ data }) => {
        const news = v.safeParse(News, data);
        if (news.success) listener(news.output);
      };
    } catch {
      // As in some sandboxed frames. A chat is looked at again whenever its page is.
    }
  }

  return {
    tell: (news) => {
      broadcast?.postMessage(news);
    },
    listen(listener) {
      open(listener);
      // An open channel may keep a page out of the back/forward cache.
      const end = listen(page, ['pagehide', 'pageshow'], ({ type }) => {
        if (type === 'pagehide') close();
        else open(listener);
      });
      return () => {
        end();
        close();
      };
    },
  };
}

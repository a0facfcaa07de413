import type { ChannelNews, ChatChannel } from '../stores/chat-channel.ts';
import type { PageLife, Wake } from '../stores/page-life.ts';

/** A page under the test's control. */
export function createTestPage() {
  const listeners = new Set<(wake: Wake) => void>();
  const page = {
    online: true,
    isOnline: () => page.online,
    onWake: (listener: (wake: Wake) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake: (mayBeCut = true) => {
      for (const listener of [...listeners]) listener({ mayBeCut });
    },
    listeners,
  };
  return page satisfies PageLife;
}

/** What connects the tabs of a browser: each call makes the channel of another one. */
export function createTestChannels(): () => ChatChannel {
  const tabs = new Set<(news: ChannelNews, from: ChatChannel) => void>();
  return () => {
    const channel: ChatChannel = {
      tell: (news) => {
        for (const hear of [...tabs]) hear(news, channel);
      },
      listen: (listener) => {
        const hear = (news: ChannelNews, from: ChatChannel) => {
          if (from !== channel) listener(news);
        };
        tabs.add(hear);
        return () => void tabs.delete(hear);
      },
    };
    return channel;
  };
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChannelNews, ChatChannel } from '../stores/chat-channel.ts';
import { createChatChannel } from './chat-channel.ts';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.unstubAllGlobals();
});

/** A name that no other test uses: the page's side of a channel lives as long as the page. */
const newName = () => `paynless:${crypto.randomUUID()}`;

function hear(channel: ChatChannel) {
  const heard: ChannelNews[] = [];
  const end = channel.listen((news) => heard.push(news));
  ends.push(end);
  return { heard, end };
}

/** Another tab: the browser's own channel under the same name. */
function otherTab(name: string) {
  const tab = new BroadcastChannel(name);
  const heard: unknown[] = [];
  tab.onmessage = ({ data }) => heard.push(data);
  ends.push(() => {
    tab.close();
  });
  const tell = (data: unknown): void => {
    tab.postMessage(data);
  };
  return { heard, tell };
}

const news = { chatId: 'c-1' };

describe('a chat channel', () => {
  it('reaches the other elements of the page and the other tabs, once each, and not who tells', async () => {
    const name = newName();
    const page = new EventTarget();
    const [mine, other] = [createChatChannel(name, page), createChatChannel(name, page)];
    const [me, neighbour, tab] = [hear(mine), hear(other), otherTab(name)];
    mine.tell(news);
    await expect.poll(() => tab.heard).toEqual([news]);
    tab.tell({ chatId: 'c-2' });
    await expect.poll(() => me.heard).toEqual([{ chatId: 'c-2' }]);
    await expect.poll(() => neighbour.heard).toEqual([news, { chatId: 'c-2' }]);
    expect(tab.heard).toEqual([news]);
  });

  it('keeps the workers of a page apart', async () => {
    const page = new EventTarget();
    const name = newName();
    const [one, other, same] = [name, newName(), name].map((it) => createChatChannel(it, page));
    const [teller, apart, alike] = [hear(one!), hear(other!), hear(same!)];
    one!.tell(news);
    await expect.poll(() => alike.heard).toEqual([news]);
    expect(teller.heard).toEqual([]);
    expect(apart.heard).toEqual([]);
  });

  it.each([null, 'c-1', 7, {}, { chatId: 7 }, { type: 'hello', id: 'c-1' }])(
    'passes over what it does not know: %j',
    async (strange) => {
      const name = newName();
      const { heard } = hear(createChatChannel(name, new EventTarget()));
      const tab = otherTab(name);
      tab.tell(strange);
      tab.tell({ ...news, title: 'of a later version' });
      await expect.poll(() => heard).toEqual([news]);
    },
  );

  it.each([
    ['is missing', undefined],
    [
      'may not be used',
      function refuse() {
        throw new DOMException('opaque origin', 'SecurityError');
      },
    ],
  ])('does no harm where the broadcast channel %s', (_how, broadcast) => {
    vi.stubGlobal('BroadcastChannel', broadcast);
    const channel = createChatChannel(newName(), new EventTarget());
    const { heard } = hear(channel);
    channel.tell(news);
    expect(heard).toEqual([]);
  });

  it('says nothing to who has ended, and opens nothing while nobody listens', async () => {
    let open = 0;
    vi.stubGlobal(
      'BroadcastChannel',
      class extends BroadcastChannel {
        constructor(name: string) {
          super(name);
          open += 1;
        }

        override close(): void {
          super.close();
          open -= 1;
        }
      },
    );
    const name = newName();
    const channel = createChatChannel(name, new EventTarget());
    const tab = otherTab(name);
    const before = open;
    channel.tell(news);
    expect(open).toBe(before);
    const { heard, end } = hear(channel);
    expect(open).toBe(before + 1);
    tab.tell(news);
    await expect.poll(() => heard).toEqual([news]);
    end();
    expect(open).toBe(before);
  });

  it('is closed while the page is away, and hears again when it is back', async () => {
    const [name, page] = [newName(), new EventTarget()];
    const { heard } = hear(createChatChannel(name, page));
    const [tab, witness] = [otherTab(name), otherTab(name)];
    // The page's first showing comes after its scripts have run.
    page.dispatchEvent(new Event('pageshow'));
    page.dispatchEvent(new Event('pagehide'));
    tab.tell({ chatId: 'missed' });
    await expect.poll(() => witness.heard).toEqual([{ chatId: 'missed' }]);
    page.dispatchEvent(new Event('pageshow'));
    tab.tell(news);
    await expect.poll(() => heard).toEqual([news]);
    await expect.poll(() => witness.heard).toHaveLength(2);
    expect(heard).toEqual([news]);
  });
});

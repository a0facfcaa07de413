import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pass } from '../testing/ask.ts';
import { talk } from '../testing/talk.ts';
import { loadFollower } from './load-follower.ts';

beforeAll(async () => {
  await loadFollower();
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('opening a chat whose answer runs', () => {
  it('shows what is stored of it, joins it, and is there as soon as it is loaded', async () => {
    const { chat, server, chatId, sendElsewhere, texts } = await talk();
    chat.startNewChat();
    await sendElsewhere('And?');
    server.tell('One ', 'two ');
    server.checkpoint('One ');
    const seen: string[] = [];
    chat.$streamingText.listen((text) => seen.push(text));
    await chat.loadChatDetails(chatId);
    expect(chat.$streamingText.get()).toBe('One ');
    await pass(0);
    server.tell('three');
    server.finish();
    await pass(0);
    expect(seen).toEqual(['One ', 'One two ', 'One two three', '']);
    expect(texts().at(-1)).toEqual(['assistant', 'One two three', 'complete']);
  });

  it('comes back to the answer that was left, and mixes nothing', async () => {
    const { chat, server, chatId, said } = await talk();
    const sending = chat.sendMessage('More');
    await pass(0);
    server.tell('One ');
    await pass(0);
    chat.startNewChat();
    await sending;
    server.tell('two');
    await pass(0);
    expect([chat.$streamingText.get(), chat.$messages.get()]).toEqual(['', []]);
    await chat.loadChatDetails(chatId);
    await pass(0);
    expect(chat.$streamingText.get()).toBe('One two');
    server.finish();
    await pass(0);
    expect(said()).toEqual(['Hello', 'Hi', 'More', 'One two']);
    expect(server.calls.map(([call]) => call)).not.toContain('stop');
  });

  it('is left again without a trace', async () => {
    const { chat, server, chatId, sendElsewhere } = await talk();
    await sendElsewhere('And?');
    server.tell('One');
    await chat.refresh();
    await pass(0);
    chat.startNewChat();
    server.tell(' two');
    server.finish();
    await pass(20_000);
    expect([chat.$chatId.get(), chat.$streamingText.get(), chat.$messages.get()]).toEqual([null, '', []]);
    expect(chatId).not.toBe('');
  });

  it('gives a message back that was written while it loaded: one answer at a time', async () => {
    const { chat, chatId, sendElsewhere } = await talk();
    chat.startNewChat();
    await sendElsewhere('And?');
    const loading = chat.loadChatDetails(chatId);
    await expect(chat.sendMessage('Too early')).rejects.toMatchObject({ code: 'turn_in_progress' });
    await loading;
    expect(chat.$answer.get()).toMatchObject({ state: 'waiting', isJoined: true });
  });
});

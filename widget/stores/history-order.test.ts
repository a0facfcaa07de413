import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { id } from '../testing/scripted-chat-api.ts';
import { chatOf, createScriptedManagement } from '../testing/scripted-management.ts';
import { createHistory } from './history.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

interface Move {
  do: 'reload' | 'more' | 'undo' | 'leave' | 'wait';
}
interface Act {
  do: 'note' | 'remove' | 'rename';
  chat: number;
}
interface Answer {
  do: 'succeed' | 'fail';
  call: number;
}
type Step = Move | Act | Answer;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ do: 'reload' }, { do: 'more' }, { do: 'undo' }, { do: 'leave' }, { do: 'wait' }),
  fc.record({
    do: fc.constantFrom<'note' | 'remove' | 'rename'>('note', 'remove', 'rename'),
    chat: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ do: fc.constantFrom<'succeed' | 'fail'>('succeed', 'fail'), call: fc.nat(3) }),
);

/** One list and its server; `removed` is what must not be seen, as a person would say it. */
async function openList(pageSize: number, readsEarly: boolean) {
  const server = createScriptedManagement(
    [5, 4, 3, 2, 1].map((number) => chatOf(number)),
    { pageSize },
  );
  const removed = new Set<string>();
  const onRemove = (chatId: string) => removed.add(chatId);
  const history = createHistory({ api: server.api(), onRemove, now: () => new Date(0) });
  await history.loadChatHistory();
  server.isHolding = true;
  server.readsEarly = readsEarly;
  const shown = () => history.$history.get().chats.map((chat) => chat.id);

  function answer(step: Answer): void {
    const call = server.held[step.call % server.held.length];
    if (!call) return;
    call[step.do]();
    const [verb, chatId = ''] = call.what.split(' ');
    if (verb === 'delete' && step.do === 'fail') removed.delete(chatId);
  }

  function undo(): void {
    removed.delete(history.$removed.get()?.id ?? '');
    history.undoRemove();
  }

  function act({ do: verb, chat: number }: Act): void {
    const chatId = id(number);
    if (verb === 'remove') history.remove(chatId);
    else if (verb === 'rename') history.rename(chatId, 'Renamed');
    else {
      // The server had its message first, if it still has the chat.
      if (!removed.has(chatId)) server.touch(chatId);
      history.noteChat({ id: chatId, title: null });
    }
  }

  async function take(step: Step): Promise<void> {
    if ('call' in step) answer(step);
    else if ('chat' in step) act(step);
    else if (step.do === 'reload') void history.loadChatHistory();
    else if (step.do === 'more') void history.loadMore();
    else if (step.do === 'undo') undo();
    else if (step.do === 'leave') history.leave();
    await vi.advanceTimersByTimeAsync(step.do === 'wait' ? 6_000 : 0);
  }

  /** Everything that is under way ends, and the list is loaded to its end. */
  async function finish(): Promise<void> {
    server.isHolding = false;
    for (const call of [...server.held]) call.succeed();
    await vi.advanceTimersByTimeAsync(6_000);
    await history.loadChatHistory();
    while (history.$history.get().nextCursor !== null) await history.loadMore();
  }

  return { server, history, removed, shown, take, finish };
}

it.each([100, 2])(
  'never shows a removed chat, and loses none that was not removed, in whatever order things happen (pages of %i)',
  async (pageSize) => {
    const run = async (steps: readonly Step[], readsEarly: boolean) => {
      const { server, removed, shown, take, finish } = await openList(pageSize, readsEarly);
      const seen = new Set(shown());
      for (const step of steps) {
        await take(step);
        const ids = shown();
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((chatId) => removed.has(chatId))).toEqual([]);
        for (const chatId of ids) seen.add(chatId);
        // With one page nothing that was seen goes away but by itself.
        if (pageSize === 100)
          expect(new Set(ids)).toEqual(new Set([...seen].filter((chatId) => !removed.has(chatId))));
      }
      await finish();
      expect(new Set(shown())).toEqual(new Set(server.chats.map((chat) => chat.id)));
      expect(server.chats.filter((chat) => removed.has(chat.id))).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), run), { numRuns: 300 });
  },
  30_000,
);

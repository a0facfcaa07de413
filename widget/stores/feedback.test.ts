import { atom } from 'nanostores';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feedback } from '../../protocol/feedback.ts';
import { deferred } from '../testing/deferred.ts';
import { id, message } from '../testing/scripted-chat-api.ts';
import { createScriptedManagement } from '../testing/scripted-management.ts';
import { settle, setUpChat } from '../testing/set-up-chat.ts';
import type { SessionState } from './current-session.ts';
import { createFeedback } from './feedback.ts';
import { loadFollower } from './load-follower.ts';

const up: Feedback = { rating: 'up', comment: null };
const down: Feedback = { rating: 'down', comment: 'Too long ' };

beforeAll(async () => {
  await loadFollower();
});

function setUp() {
  const server = createScriptedManagement();
  const $session = atom<SessionState>({ state: 'user', userId: id(51) });
  server.isHolding = true;
  /** What is stored of the answer 2, and how often it was read. */
  const stored: { feedback: Feedback | null; reads: number } = { feedback: null, reads: 0 };
  const replies: Promise<void>[] = [];
  const { chat } = setUpChat({
    getChatMessages: async (chatId) => {
      stored.reads += 1;
      const answer = message(2, stored.feedback ? { feedback: stored.feedback } : {});
      await replies.shift();
      return { chat: { id: chatId, title: null, updatedAt: '' }, messages: [message(1), answer] };
    },
  });
  /** The next read is of what is stored when it is asked for, and comes when this is resolved. */
  const holdNextRead = () => {
    const held = deferred();
    replies.push(held.promise);
    return held;
  };
  const store = createFeedback({ api: server.api(), chat, session: { $session } });
  const own = () => store.$feedback.get().get(id(2));
  const shown = () =>
    [...store.$feedback.get()].flatMap(([key, one]) => (one.shown === undefined ? [] : [[key, one.shown]]));
  /** What a person sees of the answer 2. */
  const seen = () => {
    const feedback = own()?.shown;
    return feedback === undefined
      ? (chat.$messages.get().find((one) => one.id === id(2))?.feedback ?? null)
      : feedback;
  };
  return { server, chat, $session, stored, holdNextRead, own, shown, seen, ...store };
}

it('shows what a person thinks at once, and then what is kept of it', async () => {
  const { server, rate, own, shown } = setUp();
  rate(id(2), down);
  expect(shown()).toEqual([[id(2), down]]);
  expect(own()?.said).toEqual({ state: 'saving', feedback: down });
  await settle();
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
  expect(own()?.said.state).toBe('kept');
});

it('takes it back', async () => {
  const { server, rate, shown } = setUp();
  server.isHolding = false;
  rate(id(2), up);
  await settle();
  rate(id(2), null);
  expect(shown()).toEqual([[id(2), null]]);
  await settle();
  expect(server.calls).toEqual([`rate ${id(2)} up`, `withdraw ${id(2)}`]);
  expect(shown()).toEqual([[id(2), null]]);
});

it('leaves what the stored message says when it fails, and says which one', async () => {
  const { server, rate, shown, own } = setUp();
  rate(id(2), up);
  await settle();
  server.held[0]?.fail();
  await settle();
  expect(shown()).toEqual([]);
  expect(own()?.said).toEqual({ state: 'failed', feedback: up });
});

it('keeps a comment that could not be stored, beside what is', async () => {
  const { server, rate, own } = setUp();
  server.isHolding = false;
  rate(id(2), up);
  await settle();
  server.isHolding = true;
  rate(id(2), down);
  await settle();
  server.held[0]?.fail();
  await settle();
  expect(own()).toEqual({ shown: up, said: { state: 'failed', feedback: down } });
});

it('ends as the last of quick clicks, with one request at a time', async () => {
  const { server, rate, shown } = setUp();
  rate(id(2), up);
  rate(id(2), null);
  rate(id(2), down);
  await settle();
  expect(server.calls).toEqual([`rate ${id(2)} up`]);
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), down]]);
  expect(server.calls).toEqual([`rate ${id(2)} up`, `rate ${id(2)} down`]);
  server.held[0]?.succeed();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
});

it('goes on with the last when one before it fails, and goes back to what the server has when the last does', async () => {
  const { server, rate, shown, own } = setUp();
  rate(id(2), up);
  await settle();
  rate(id(2), down);
  server.held[0]?.fail();
  await settle();
  expect(own()?.said.state).toBe('saving');
  expect(shown()).toEqual([[id(2), down]]);
  rate(id(2), up);
  server.held[0]?.succeed();
  await settle();
  server.held[0]?.fail();
  await settle();
  expect(shown()).toEqual([[id(2), { rating: 'down', comment: 'Too long' }]]);
  expect(own()?.said.state).toBe('failed');
});

it('lets no message wait for another', async () => {
  const { server, rate } = setUp();
  rate(id(2), up);
  rate(id(4), up);
  await settle();
  expect(server.held).toHaveLength(2);
});

it('fails when the code for it cannot be fetched', async () => {
  const { server, rate, shown, own } = setUp();
  server.hasCode = false;
  rate(id(2), up);
  await settle();
  expect(shown()).toEqual([]);
  expect(own()?.said.state).toBe('failed');
});

describe('what was said when another person has come', () => {
  it.each([[1], [2]])(
    'does not go out in their name, whether it waited for its code or for another: %i',
    async (count) => {
      const { server, $session, rate, own } = setUp();
      if (count > 1) rate(id(2), up);
      await settle();
      rate(id(2), down);
      $session.set({ state: 'user', userId: id(52) });
      for (const call of [...server.held]) call.succeed();
      await settle();
      expect(server.calls).toEqual(count > 1 ? [`rate ${id(2)} up`] : []);
      expect(own()?.said).toEqual({ state: 'failed', feedback: down });
    },
  );

  it('is taken back in nobody else’s name either', async () => {
    const { server, $session, rate } = setUp();
    rate(id(2), null);
    $session.set({ state: 'visitor' });
    await settle();
    expect(server.calls).toEqual([]);
  });

  it('is cancelled while the name to say it in is looked for', async () => {
    const { server, $session, rate, own } = setUp();
    rate(id(2), down);
    await settle();
    expect(server.held).toHaveLength(1);
    $session.set({ state: 'visitor' });
    await settle();
    expect(server.held).toEqual([]);
    expect(own()?.said.state).toBe('failed');
  });

  it('does not keep them from saying something', async () => {
    const { server, $session, rate, own } = setUp();
    server.isHolding = false;
    rate(id(2), down);
    $session.set({ state: 'user', userId: id(52) });
    await settle();
    rate(id(2), up);
    await settle();
    expect(server.calls).toEqual([`rate ${id(2)} up`]);
    expect(own()?.said.state).toBe('kept');
  });
});

describe('a copy of the chat that comes', () => {
  async function setUpRated(feedback: Feedback | null = up) {
    const around = setUp();
    around.server.isHolding = false;
    await around.chat.loadChatDetails(id(9));
    around.rate(id(2), feedback);
    await settle();
    return around;
  }

  it('has the last word from when it knows of what was kept', async () => {
    const { chat, stored, seen, shown } = await setUpRated();
    stored.feedback = up;
    await chat.refresh();
    expect([shown(), seen()]).toEqual([[], up]);
    expect(stored.reads).toBe(2);
    stored.feedback = { rating: 'down', comment: 'From elsewhere' };
    await chat.refresh();
    expect(seen()).toEqual(stored.feedback);
  });

  it('shows what was rated elsewhere meanwhile, be it what was there before', async () => {
    const { chat, stored, seen } = await setUpRated();
    stored.feedback = null;
    await chat.refresh();
    await settle();
    expect(seen()).toBeNull();
  });

  it('is asked for again when it may be older than what was kept, and nothing flickers', async () => {
    const { chat, stored, rate, seen, shown, holdNextRead, $feedback } = await setUpRated(null);
    const held = holdNextRead();
    const refreshed = chat.refresh();
    await settle();
    rate(id(2), up);
    await settle();
    const states: (Feedback | null)[] = [];
    const note = () => void states.push(seen());
    chat.$messages.listen(note);
    $feedback.listen(note);
    stored.feedback = up;
    held.resolve();
    await refreshed;
    await settle();
    expect([...states, seen()].filter((feedback) => feedback?.rating !== 'up')).toEqual([]);
    expect(stored.reads).toBe(3);
    expect(shown()).toEqual([]);
  });

  it('changes nothing while something is on its way to the server', async () => {
    const { server, chat, stored, rate, seen } = await setUpRated();
    server.isHolding = true;
    rate(id(2), down);
    await settle();
    stored.feedback = up;
    await chat.refresh();
    await settle();
    expect(seen()).toEqual(down);
    expect(stored.reads).toBe(2);
  });

  it('goes back to no former rating when one fails later', async () => {
    const { server, chat, stored, rate, seen } = await setUpRated();
    stored.feedback = up;
    await chat.refresh();
    stored.feedback = { rating: 'down', comment: null };
    await chat.refresh();
    await settle();
    server.hasCode = false;
    rate(id(2), up);
    await settle();
    expect(seen()).toEqual({ rating: 'down', comment: null });
  });

  it('takes no comment away that could not be stored', async () => {
    const { server, chat, stored, rate, own } = await setUpRated();
    server.hasCode = false;
    rate(id(2), down);
    await settle();
    const said = own()?.said;
    stored.feedback = up;
    await chat.refresh();
    expect(own()).toEqual({ said: { state: 'failed', feedback: down }, shown: undefined });
    expect(own()?.said).toBe(said);
  });
});

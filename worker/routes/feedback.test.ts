import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { ChatReply } from '../../protocol/chat.ts';
import { FeedbackReply } from '../../protocol/feedback.ts';
import { ChatDetailsReply, ChatExport } from '../../protocol/history.ts';
import { chatDetailsPath, chatExportPath, feedbackPath } from '../../protocol/paths.ts';
import { askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { insertRows, rows, updateRows } from '../testing/database.ts';
import { openTurn } from '../testing/open-turn.ts';
import { signUp } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

type Headers = Record<string, string>;

function give(
  worker: TestWorker,
  messageId: string,
  body: unknown,
  headers: Headers = {},
): Promise<Response> {
  return worker.send(feedbackPath(messageId), {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function withdraw(worker: TestWorker, messageId: string, headers: Headers = {}): Promise<Response> {
  return worker.send(feedbackPath(messageId), { method: 'DELETE', headers });
}

async function readChat(worker: TestWorker, chatId: string, headers: Headers): Promise<ChatDetailsReply> {
  const reply = await worker.send(chatDetailsPath(chatId), { headers });
  return v.parse(ChatDetailsReply, await reply.json());
}

/** What is stored about an answer. */
function stored({ message }: ChatReply) {
  return rows(`message_feedback?message_id=eq.${message.id}`);
}

const people: [who: string, become: (worker: TestWorker) => Promise<Headers>][] = [
  ['a user', async () => (await signUp()).headers],
  ['a visitor', becomeVisitor],
];

describe.each(people)('feedback of %s', (_who, become) => {
  test('is given, found with its answer, changed and taken back', async () => {
    const worker = createTestWorker();
    const headers = await become(worker);
    const turn = await askForJson(worker, { message: 'Am I right?' }, headers);
    const { chatId, message, userMessage } = turn;

    const reply = await give(worker, message.id, { rating: 'down', comment: '  Füchse 🦊 fehlen ' }, headers);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('server-timing')).toContain('db;dur=');
    const down = { rating: 'down', comment: 'Füchse 🦊 fehlen' } as const;
    expect(v.parse(FeedbackReply, await reply.json())).toEqual({ feedback: down });
    const { messages } = await readChat(worker, chatId, headers);
    expect(messages).toEqual([userMessage, { ...message, feedback: down }]);

    const changed = await give(worker, message.id, { rating: 'up' }, headers);
    expect(await changed.json()).toEqual({ feedback: { rating: 'up', comment: null } });
    expect(await stored(turn)).toHaveLength(1);

    for (let times = 0; times < 2; times += 1) {
      const gone = await withdraw(worker, message.id, headers);
      expect(gone.status).toBe(204);
      expect(await gone.text()).toBe('');
    }
    expect(await stored(turn)).toEqual([]);
    expect((await readChat(worker, chatId, headers)).messages).toEqual([userMessage, message]);
  });

  test('costs one request to the database, and reading it with its chat none besides', async () => {
    const worker = createTestWorker();
    const headers = await become(worker);
    const { chatId, message } = await askForJson(worker, { message: 'Cheap?' }, headers);
    await worker.settled();
    for (const request of [
      () => give(worker, message.id, { rating: 'up' }, headers),
      () => worker.send(chatDetailsPath(chatId), { headers }),
      () => withdraw(worker, message.id, headers),
    ]) {
      worker.fetched.length = 0;
      expect((await request()).ok).toBe(true);
      expect(worker.fetched).toHaveLength(1);
    }
  });

  test.each(people)('is nothing that %s else can give, change or take back', async (_other, becomeOther) => {
    const worker = createTestWorker();
    const headers = await become(worker);
    const turn = await askForJson(worker, { message: 'Mine' }, headers);
    await give(worker, turn.message.id, { rating: 'up', comment: 'Mine too' }, headers);
    const before = await stored(turn);
    const stranger = await becomeOther(worker);
    const unknown = crypto.randomUUID();
    for (const as of [stranger, {}]) {
      const refused = [
        await give(worker, turn.message.id, { rating: 'down' }, as),
        await withdraw(worker, turn.message.id, as),
        await give(worker, unknown, { rating: 'down' }, as),
        await withdraw(worker, unknown, as),
      ];
      const problems = await Promise.all(refused.map(readProblem));
      // Word for word alike, so that nobody learns which ids there are.
      expect(problems.map((problem) => ({ ...problem, requestId: '' }))).toEqual(
        problems.map(() => ({ ...problems[2], requestId: '', code: 'not_found' })),
      );
    }
    expect(await stored(turn)).toEqual(before);
  });

  test('is for answers alone', async () => {
    const worker = createTestWorker();
    const headers = await become(worker);
    const { userMessage } = await askForJson(worker, { message: 'I am great' }, headers);
    for (const id of [userMessage.id, 'latest'])
      expect((await readProblem(await give(worker, id, { rating: 'up' }, headers))).code).toBe('not_found');
  });

  test('waits for the end of an answer', async () => {
    const { vendor, worker, headers, chatId, reply } = await openTurn({
      headers: await become(createTestWorker()),
    });
    vendor.write('So far');
    const [, answer] = (await readChat(worker, chatId, headers)).messages;
    const refused = await give(worker, answer!.id, { rating: 'up' }, headers);
    expect(await readProblem(refused)).toMatchObject({ code: 'turn_in_progress', retryable: true });
    vendor.finish();
    await reply.text();
    await worker.settled();
    expect((await give(worker, answer!.id, { rating: 'up' }, headers)).status).toBe(200);
  });
});

describe('what is thought of an answer', () => {
  test('stands in the export, however long the chat, and in an answer that is told again', async () => {
    const worker = createTestWorker();
    const { headers, userId } = await signUp();
    const body = { message: 'Tell me once', messageId: crypto.randomUUID() };
    const { chatId, message, userMessage } = await askForJson(worker, body, headers);
    const [answerId, said] = [crypto.randomUUID(), { rating: 'up', comment: null } as const];
    const filler = { chat_id: chatId, user_id: userId, role: 'user', content: 'So' };
    await insertRows('chat_messages', Array(1_000).fill(filler));
    await insertRows('chat_messages', [
      { id: answerId, chat_id: chatId, role: 'assistant', content: 'Late' },
    ]);
    for (const id of [message.id, answerId]) await give(worker, id, { rating: 'up' }, headers);

    const file = await worker.send(`${chatExportPath(chatId)}?format=json`, { headers });
    const { messages } = v.parse(ChatExport, await file.json());
    const judged = messages.filter(({ feedback }) => feedback !== undefined);
    expect(judged.map(({ id, feedback }) => [id, feedback])).toEqual([
      [message.id, said],
      [answerId, said],
    ]);
    const again = await askForJson(worker, { ...body, chatId }, headers);
    expect([again.userMessage, again.message]).toEqual([userMessage, { ...message, feedback: said }]);
  });

  test('neither moves a chat in the history nor outlives it', async () => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const turn = await askForJson(worker, { message: 'Stay' }, headers);
    await updateRows(`chats?id=eq.${turn.chatId}`, { updated_at: '2020-01-01T00:00:00Z' });
    await give(worker, turn.message.id, { rating: 'up' }, headers);
    const { chat } = await readChat(worker, turn.chatId, headers);
    expect(chat.updatedAt).toBe('2020-01-01T00:00:00.000Z');
    await worker.send(chatDetailsPath(turn.chatId), { method: 'DELETE', headers });
    expect(await stored(turn)).toEqual([]);
    const late = await give(worker, turn.message.id, { rating: 'up' }, headers);
    expect((await readProblem(late)).code).toBe('not_found');
  });

  test.each([
    ['', null],
    [' \n ', null],
    ['\u200b', null],
    ['\0', null],
    ['half \ud83d', 'half \ufffd'],
    ['🦊'.repeat(1_000), '🦊'.repeat(1_000)],
  ])('has a comment that can be stored, of %j', async (comment, kept) => {
    const worker = createTestWorker();
    const { headers } = await signUp();
    const { message } = await askForJson(worker, { message: 'Comment' }, headers);
    const reply = await give(worker, message.id, { rating: 'up', comment }, headers);
    expect(await reply.json()).toEqual({ feedback: { rating: 'up', comment: kept } });
  });
});

test.each([
  [{}, 'rating is missing'],
  [{ rating: 'sideways' }, 'rating is not valid'],
  [{ rating: 'up', comment: 5 }, 'comment is not valid'],
  [{ rating: 'up', comment: 'x'.repeat(1_001) }, 'comment is longer than 1000 characters'],
  [{ rating: 'up', userId: crypto.randomUUID() }, 'userId is not a known field'],
  ['up', 'The body is not valid'],
])('%j is refused before the database is asked', async (body, detail) => {
  const worker = createTestWorker();
  const reply = await give(worker, crypto.randomUUID(), body);
  expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
  expect(worker.fetched).toEqual([]);
});

test('a body that is too long is refused, as everywhere', async () => {
  const reply = await give(createTestWorker(), crypto.randomUUID(), { comment: 'x'.repeat(40_000) });
  expect((await readProblem(reply)).code).toBe('message_too_long');
});

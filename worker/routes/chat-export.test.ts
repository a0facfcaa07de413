import { expect, test } from 'vitest';
import * as v from 'valibot';
import { ChatExport } from '../../protocol/history.ts';
import { chatDetailsPath } from '../../protocol/paths.ts';
import { addressOf } from '../testing/address-of.ts';
import { askForJson, readProblem } from '../testing/ask.ts';
import { createTestWorker } from '../testing/create-test-worker.ts';
import { insertRows } from '../testing/database.ts';
import { signUp } from '../testing/sign-up.ts';

function exportPath(chatId: string, query = ''): string {
  return `${chatDetailsPath(chatId)}/export${query}`;
}

test('Markdown is what a reader sees, as a file that is named after the chat', async () => {
  const worker = createTestWorker();
  const { headers } = await signUp();
  const first = await askForJson(worker, { message: 'Grüße, "Meer"!' }, headers);
  const again = await askForJson(
    worker,
    { regenerate: true, chatId: first.chatId, parentId: first.userMessage.id },
    headers,
  );
  for (const query of ['', '?format=md']) {
    const reply = await worker.send(exportPath(first.chatId, query), { headers });
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="Gr__e, Meer !.md"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%2C%20Meer%20!.md`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const text = await reply.text();
    expect(text).toContain('# Grüße, "Meer"!\n');
    expect(text).toContain('## You\n');
    // The model, by the name that people choose it by.
    expect(text).toMatch(/^## (?!You|Assistant)\w/m);
    expect(text).toContain(again.message.content);
    expect(text).toContain('1 message of another branch left out');
  }
});

test('JSON is everything: all branches, and more messages than one page of the database', async () => {
  const worker = createTestWorker();
  const { headers, userId } = await signUp();
  const { chatId, userMessage, message } = await askForJson(worker, { message: 'First' }, headers);
  await insertRows(
    'chat_messages',
    Array.from({ length: 1_005 }, (_, index) => ({
      chat_id: chatId,
      user_id: userId,
      role: 'user',
      content: `message ${String(index)}`,
    })),
  );
  const reply = await worker.send(exportPath(chatId, '?format=json'), { headers });
  expect(reply.headers.get('content-type')).toBe('application/json');
  expect(reply.headers.get('content-disposition')).toContain('filename="First.json"');
  const { chat, messages, exportedAt } = v.parse(ChatExport, await reply.json());
  expect(chat).toMatchObject({ id: chatId, title: 'First' });
  expect(Date.parse(exportedAt)).not.toBeNaN();
  expect(messages).toHaveLength(1_007);
  expect(messages.slice(0, 2)).toEqual([userMessage, message]);
  expect(messages.at(-1)?.content).toBe('message 1004');
});

test('names of models that can not be read are left out, and nothing else', async () => {
  const { headers } = await signUp();
  const { chatId } = await askForJson(createTestWorker(), { message: 'Keep this' }, headers);
  const worker = createTestWorker({
    fetch: (input, init) =>
      addressOf(input).includes('/ai_providers')
        ? Promise.resolve(Response.json({ code: '57P03' }, { status: 503 }))
        : fetch(input, init),
  });
  const reply = await worker.send(exportPath(chatId), { headers });
  expect(reply.status).toBe(200);
  const text = await reply.text();
  expect(text).toContain('Keep this');
  expect(text).toContain('## Assistant\n');
});

test.each([
  ['?format=pdf', 'format is not valid'],
  ['?format=md&branch=all', 'branch is not a known parameter'],
])('%s is refused', async (query, detail) => {
  const worker = createTestWorker();
  const reply = await worker.send(exportPath(crypto.randomUUID(), query), {
    headers: (await signUp()).headers,
  });
  expect(await readProblem(reply)).toMatchObject({ code: 'invalid_request', detail });
  expect(worker.fetched).toEqual([]);
});

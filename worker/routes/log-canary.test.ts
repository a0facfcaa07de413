import { createExecutionContext } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { chatDetailsPath, feedbackPath, memberPaths, paths, servicePaths } from '../../protocol/paths.ts';
import { anthropic, askForJson, openAi, pirate } from '../testing/ask.ts';
import {
  canaries,
  converse,
  deploymentSecrets,
  expectNoneOf,
  vendorError,
  watchedAddress as ip,
  withFailures,
} from '../testing/canaries.ts';
import {
  createTestWorker,
  testEnv,
  testProviderKey,
  type TestWorker,
} from '../testing/create-test-worker.ts';
import { createPkce, leaveSession, readCode, shop, takeSession } from '../testing/hand-off.ts';
import { isModelUrl } from '../testing/model-journal.ts';
import { signUp, type Member } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

describe('what was said, by whom and with which key is in no line of the log', () => {
  const said = canaries();
  let member: Member;
  let visitor: Record<string, string>;

  async function expectSilence(worker: TestWorker, atLeast: number): Promise<void> {
    await worker.settled();
    expect(worker.logged.length).toBeGreaterThanOrEqual(atLeast);
    const people = [member.accessToken, member.userId, ip, ...Object.values(visitor)];
    expectNoneOf(
      [...Object.values(said), ...people, ...deploymentSecrets()],
      JSON.stringify(worker.logged),
      'the log',
    );
  }

  async function meet(worker: TestWorker): Promise<void> {
    member = await signUp();
    visitor = await becomeVisitor(worker);
  }

  test('of turns that went well or were cut', async () => {
    const prompts = [{ id: pirate, name: 'A prompt', description: null, prompt_text: said.prompt }];
    const worker = createTestWorker({
      ip,
      env: { MODEL_TITLES: 'true' },
      fetch: withFailures((url) => (url.includes('/system_prompts') ? Response.json(prompts) : undefined)),
    });
    await meet(worker);
    for (const providerId of [openAi, anthropic]) {
      for (const what of ['', ' simulate disconnect']) {
        // Free messages are few: a visitor each.
        visitor = await becomeVisitor(worker);
        for (const headers of [member.headers, visitor]) {
          // The model server repeats what it is told, so the answer has the canary too.
          const message = `${said.message}${what}`;
          const replies = await converse(worker, { message, providerId, promptId: pirate }, headers);
          expect(replies).toContain(said.message);
          expectNoneOf([said.prompt, ...deploymentSecrets()], replies, 'the reply');
        }
      }
    }
    for (const path of [paths.systemPrompts, paths.config, servicePaths.openapi])
      expectNoneOf([said.prompt], await (await worker.send(path)).text(), path);
    await expectSilence(worker, 16);
  });

  test.each([400, 401, 429, 500])('of a vendor who quotes it all, with %i', async (status) => {
    const fetch = withFailures((url) => (isModelUrl(url) ? vendorError(said.vendor, status) : undefined));
    const worker = createTestWorker({ ip, fetch });
    await meet(worker);
    for (const providerId of [openAi, anthropic]) {
      const replies = await converse(worker, { message: said.message, providerId }, member.headers);
      expectNoneOf([said.vendor, ...deploymentSecrets()], replies, 'the reply');
    }
    await expectSilence(worker, 4);
  });

  test.each([
    ['a thrown error', () => new TypeError(`fetch failed: ${said.vendor} ${testProviderKey}`)],
    ['a page of HTML', () => new Response(`<h1>${said.vendor}</h1>`, { status: 502 })],
    ['half of an event', () => sse(`data: {"choices":[{"delta":{"content":"${said.vendor}`)],
    ['an event that is none', () => sse(`data: ${said.vendor}\n\n`)],
    [
      'an error in the middle',
      () => sse(`data: {"error":{"message":"${said.vendor} ${testProviderKey}"}}\n\n`),
    ],
  ])('of a vendor who answers with %s', async (_name, failure) => {
    const worker = createTestWorker({
      ip,
      fetch: withFailures((url) => (isModelUrl(url) ? failure() : undefined)),
    });
    await meet(worker);
    for (const providerId of [openAi, anthropic]) {
      const replies = await converse(worker, { message: said.message, providerId }, member.headers);
      expectNoneOf([said.vendor, ...deploymentSecrets()], replies, 'the reply');
    }
    await expectSilence(worker, 4);
  });

  function sse(text: string): Response {
    return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
  }

  test('of what people think of answers, their own or not', async () => {
    const worker = createTestWorker({ ip });
    await meet(worker);
    const { message } = await askForJson(worker, { message: 'Judge me' }, member.headers);
    const body = JSON.stringify({ rating: 'down', comment: said.message });
    for (const headers of [member.headers, visitor]) {
      const request = { method: 'PUT', headers: { ...headers, 'content-type': 'application/json' }, body };
      const reply = await worker.send(feedbackPath(message.id), request);
      expect((await reply.text()).includes(said.message)).toBe(headers === member.headers);
    }
    await expectSilence(worker, 2);
  });

  test('of sessions on their way to another page, and of who was which visitor', async () => {
    const worker = createTestWorker({ ip });
    await meet(worker);
    // As long as a code.
    const { message: refreshToken, prompt: unknown, vendor: verifier } = said;
    const { codeChallenge, codeVerifier } = await createPkce();
    const body = { codeChallenge, refreshToken, redirectTo: `${shop}/?${said.junk}` };
    const codes = [
      await readCode(await leaveSession(worker, member, body)),
      await readCode(await leaveSession(worker, member, body)),
    ];
    const [code, spoiled] = codes;
    const taken = await takeSession(worker, { code, codeVerifier });
    expect(await taken.text()).toContain(refreshToken);
    const replies = [
      await takeSession(worker, { code, codeVerifier }),
      await takeSession(worker, { code: spoiled, codeVerifier: verifier }),
      await takeSession(worker, { code: unknown, codeVerifier }),
      await takeSession(worker, { code: `${unknown}!`, codeVerifier: `${verifier}!` }),
      await takeSession(worker, { [unknown]: verifier }),
      await leaveSession(worker, member, { ...body, redirectTo: `https://${said.junk}.example/` }),
      await leaveSession(worker, member, { ...body, redirectTo: `javascript:${said.junk}` }),
      await leaveSession(worker, { headers: visitor }, body),
      await worker.send(memberPaths.claim, { method: 'POST', headers: { ...member.headers, ...visitor } }),
      await worker.send(memberPaths.claim, {
        method: 'POST',
        headers: { ...member.headers, 'x-paynless-visitor': said.junk },
      }),
      await worker.send(memberPaths.claim, { method: 'POST', headers: visitor }),
    ];
    const secrets = [...codes.map(String), codeVerifier, codeChallenge];
    for (const reply of replies) {
      const text = JSON.stringify([...reply.headers]) + (await reply.text());
      const people = [member.accessToken, ip, ...Object.values(visitor)];
      expectNoneOf([...secrets, refreshToken, verifier, ...people], text, 'the reply');
    }
    await expectSilence(worker, 10);
    expectNoneOf(secrets, JSON.stringify(worker.logged), 'the log');
  });

  test('of requests that make no sense: bodies, tokens, addresses, headers', async () => {
    const worker = createTestWorker({ ip });
    await meet(worker);
    const { junk } = said;
    const json = { 'content-type': 'application/json' };
    const send = (path: string, method: string, headers: Record<string, string>, body?: string) =>
      worker.send(path, { method, headers, body: body ?? null });
    const replies = [
      await send(paths.chat, 'POST', json, `{"message":"${junk}`),
      await send(paths.chat, 'POST', json, JSON.stringify({ message: junk, providerId: junk })),
      await send(paths.chat, 'POST', json, JSON.stringify({ message: [junk], chatId: junk })),
      await send(paths.chat, 'POST', { 'content-type': junk }, junk),
      await send(paths.config, 'GET', { authorization: `Bearer ${junk}` }),
      await send(paths.config, 'GET', { authorization: junk }),
      await send(paths.config, 'GET', { origin: `https://${junk}.example` }),
      await send(paths.chatHistory, 'GET', {
        ...member.headers,
        traceparent: junk,
        'x-request-id': `<${junk}>`,
      }),
      await send(`${paths.chatHistory}?limit=${junk}`, 'GET', member.headers),
      await send(`${paths.chatHistory}?cursor=${junk}`, 'GET', member.headers),
      await send(`${paths.chatHistory}?access_token=${member.accessToken}`, 'GET', {}),
      await send(`/api/${junk}?token=${member.accessToken}`, 'GET', {}),
      await send(`/api/${member.accessToken}`, 'GET', {}),
      await send(chatDetailsPath(junk), 'GET', { 'x-paynless-visitor': junk }),
      await send(
        chatDetailsPath(junk),
        'PATCH',
        { ...member.headers, ...json },
        JSON.stringify({ title: junk.repeat(9) }),
      ),
      await send(feedbackPath(junk), 'PUT', json, JSON.stringify({ rating: 'up', comment: junk })),
      await send(
        feedbackPath(crypto.randomUUID()),
        'PUT',
        json,
        JSON.stringify({ rating: junk, comment: junk }),
      ),
    ];
    for (const reply of replies) expectNoneOf([junk, ip], await reply.text(), reply.url);
    await expectSilence(worker, 16);
  });

  test('of variables that are wrong', async () => {
    // Another isolate: one that another test has configured would answer.
    vi.resetModules();
    const { default: misconfigured } = await import('../index.ts');
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: string) => lines.push(line);
    try {
      const wrong = { ...testEnv(), DAILY_BUDGET_USD: said.junk, VISITOR_SECRET: said.junk.slice(0, 20) };
      const request = new Request<unknown, IncomingRequestCfProperties>('https://worker.test/api/config');
      const reply = await misconfigured.fetch(request, wrong, createExecutionContext());
      expect(reply.status).toBe(500);
      expectNoneOf(
        [...deploymentSecrets(), said.junk.slice(0, 20)],
        lines.join() + (await reply.text()),
        'either',
      );
      expect(lines).toHaveLength(1);
    } finally {
      console.log = log;
    }
  });
});

test('a reply holds what was said to nobody but the one who said it', async () => {
  const said = canaries();
  const worker = createTestWorker({ ip });
  const [member, stranger] = [await signUp(), await signUp()];
  const visitor = await becomeVisitor(worker);
  const own = await converse(worker, { message: said.message }, member.headers);
  expect(own).toContain(said.message);
  expectNoneOf([member.accessToken, ip, ...deploymentSecrets()], own, 'their own');
  const everywhere = Object.values({ ...paths, ...memberPaths, ...servicePaths }).map((path) =>
    path.replace(/:\w+/, crypto.randomUUID()),
  );
  for (const headers of [{}, visitor, stranger.headers]) {
    for (const path of [...everywhere, `${paths.chatHistory}?search=${said.message.slice(0, 20)}`]) {
      const reply = await worker.send(path, { headers });
      const text = JSON.stringify([...reply.headers]) + (await reply.text());
      expectNoneOf([said.message, member.accessToken, member.userId, ip, ...deploymentSecrets()], text, path);
    }
  }
});

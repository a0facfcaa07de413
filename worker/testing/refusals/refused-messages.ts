import { onTestFinished } from 'vitest';
import { bodyBytesMax } from '../../../protocol/chat.ts';
import { messageCharactersMax } from '../../../protocol/message-text.ts';
import { chatDetailsPath, feedbackPath, memberPaths, paths } from '../../../protocol/paths.ts';
import { anthropic, pirate } from '../ask.ts';
import { createTestWorker } from '../create-test-worker.ts';
import { updateRows } from '../database.ts';
import { createPkce } from '../hand-off.ts';
import { offerProvider } from '../offer-provider.ts';
import { signUp } from '../sign-up.ts';
import { becomeVisitor } from '../visitor.ts';
import { asking, leaving, requesting, sending, type Refusal } from './refusal.ts';

/*
 * Refused for what they say.
 */

const chatId = crypto.randomUUID();

/** A worker that has read the catalog before its owner changes it. */
async function workerWithCatalog() {
  const worker = createTestWorker();
  await worker.send(paths.config);
  return worker;
}

export const invalidRequests: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'a body that is not JSON',
    arrange: () => sending('POST', paths.chat, 'hello'),
    detail: 'The body is not JSON',
  },
  {
    cause: 'a body that a form could send',
    arrange: () => asking({}, { headers: { 'content-type': 'text/plain' } }),
    detail: 'The content-type is not application/json',
  },
  {
    cause: 'a field nobody knows',
    arrange: () => asking({ role: 'system' }),
    detail: 'role is not a known field',
  },
  {
    cause: 'no model',
    arrange: () => asking({ providerId: undefined }),
    detail: 'providerId is missing',
  },
  {
    cause: 'an id that is none',
    arrange: () => asking({ chatId: 'latest' }),
    detail: 'chatId is not valid',
  },
  {
    cause: 'nothing but white space',
    arrange: () => asking({ message: ' \n\t\u3000' }),
    detail: 'message has no visible text',
  },
  {
    cause: 'nothing but characters of no width',
    arrange: () => asking({ message: '\u200b\u200d\ufeff\u2060' }),
    detail: 'message has no visible text',
  },
  {
    cause: 'a new answer with a message of its own',
    arrange: () => asking({ regenerate: true, chatId, parentId: crypto.randomUUID() }),
    detail: 'message is not a known field',
  },
  {
    cause: 'a parameter nobody knows',
    arrange: async () => requesting('GET', `${paths.chatHistory}?q=x`, await signUp()),
    detail: 'q is not a known parameter',
  },
  {
    cause: 'a name that nobody can see',
    arrange: async () => sending('PATCH', chatDetailsPath(chatId), '{"title":"\u200b"}', await signUp()),
    detail: 'title has no visible text',
  },
  {
    cause: 'a thumb that points nowhere',
    arrange: () => sending('PUT', feedbackPath(chatId), '{"rating":"sideways"}'),
    detail: 'rating is not valid',
  },
  {
    cause: 'a limit of one’s own',
    arrange: () => asking({ remaining: 99 }),
    detail: 'remaining is not a known field',
  },
  {
    cause: 'chats of a visitor who is not shown',
    arrange: async () => requesting('POST', memberPaths.claim, await signUp()),
    detail: 'The visitor token is missing or not valid',
  },
  {
    cause: 'chats of a visitor of another deployment',
    arrange: async () => {
      const { headers } = await signUp();
      const elsewhere = createTestWorker({ env: { VISITOR_SECRET: 'a secret of another deployment’s own' } });
      const visitor = await becomeVisitor(elsewhere);
      return requesting('POST', memberPaths.claim, { headers: { ...headers, ...visitor } });
    },
    detail: 'The visitor token is missing or not valid',
  },
  {
    cause: 'a session for a script',
    arrange: () => leaving({ redirectTo: 'javascript:alert(1)' }),
    detail: 'redirectTo is not valid',
  },
  {
    cause: 'a code that nobody has made',
    arrange: async () => {
      const { codeVerifier, codeChallenge: code } = await createPkce();
      return sending('POST', memberPaths.sessionExchange, JSON.stringify({ code, codeVerifier }));
    },
    detail: 'The code is not good, or not any more',
  },
  {
    cause: 'a user who asks what visitors have left',
    arrange: async () => requesting('GET', paths.anonymousUsage, await signUp()),
    detail: 'A signed-in user has no anonymous usage',
  },
];

export const tooLongMessages: readonly [Refusal, ...Refusal[]] = [
  {
    cause: 'one character more than 8,000',
    arrange: () => asking({ message: '𝕏'.repeat(messageCharactersMax + 1) }),
    detail: 'At most 8000 characters',
  },
  {
    cause: 'one byte more than 32 KB',
    arrange: () => sending('POST', paths.chat, ' '.repeat(bodyBytesMax + 1)),
    detail: 'At most 32768 bytes',
  },
  {
    cause: 'one byte more than 32 KB for a code',
    arrange: () => sending('POST', memberPaths.sessionExchange, ' '.repeat(bodyBytesMax + 1)),
    detail: 'At most 32768 bytes',
  },
];

export const unavailableProviders: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a model there is not', arrange: () => asking({ providerId: crypto.randomUUID() }) },
  {
    cause: 'a model whose key is missing',
    arrange: () =>
      asking(
        { providerId: anthropic },
        { worker: createTestWorker({ env: { ANTHROPIC_API_KEY: undefined } }) },
      ),
  },
  {
    cause: 'a model of a kind that the worker does not speak',
    arrange: async () => asking({ providerId: await offerProvider({ kind: 'gopher' }) }),
  },
  {
    cause: 'a model at an address that the key must not go to',
    arrange: async () => asking({ providerId: await offerProvider({ base_url: 'https://10.0.0.1/v1' }) }),
  },
  {
    cause: 'a model that its owner has just switched off',
    arrange: async () => {
      const providerId = await offerProvider();
      const worker = await workerWithCatalog();
      await updateRows(`ai_providers?id=eq.${providerId}`, { is_active: false });
      return asking({ providerId }, { worker });
    },
  },
];

export const unavailablePrompts: readonly [Refusal, ...Refusal[]] = [
  { cause: 'a prompt there is not', arrange: () => asking({ promptId: crypto.randomUUID() }) },
  {
    cause: 'a prompt that its owner has just switched off',
    arrange: async () => {
      const worker = await workerWithCatalog();
      onTestFinished(() => updateRows(`system_prompts?id=eq.${pirate}`, { is_active: true }));
      await updateRows(`system_prompts?id=eq.${pirate}`, { is_active: false });
      return asking({ promptId: pirate }, { worker });
    },
  },
];

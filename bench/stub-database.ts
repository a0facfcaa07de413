import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';

/** The provider that the stub's catalog offers. */
export const providerId = '0b6f8a1e-6d55-4a53-8a5e-5a5b3c1f0001';

const quota = { limit: 1_000_000, used: 0, remaining: 1_000_000, resetsAt: null };

/** A database that answers at once and keeps nothing: what is measured beside it is the Worker alone. */
export function createStubDatabase(): Server {
  return createServer((request, reply) => {
    void (request.method === 'POST' ? json(request) : Promise.resolve(null)).then((body) => {
      const path = new URL(request.url ?? '/', 'http://host').pathname.replace('/rest/v1/', '');
      const answer = answers[path]?.(parameters(body));
      reply.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      reply.end(JSON.stringify(answer ?? { message: `The stub knows no ${path}` }));
    });
  });
}

/** What the Data API would say, by the path after `/rest/v1/`. */
const answers: Record<string, (parameters: Parameters) => unknown> = {
  ai_providers: () => [
    {
      id: providerId,
      name: 'Stub',
      api_identifier: 'stub',
      description: null,
      config: { kind: 'openai', model: 'stub', context_window: 128_000, max_output_tokens: 4_096 },
    },
  ],
  system_prompts: () => [],
  'rpc/configure_deployment': () => null,
  'rpc/begin_anonymous_turn': begin,
  'rpc/finish_turn': finish,
  'rpc/checkpoint_turn': () => true,
};

type Parameters = Record<string, unknown>;

function parameters(body: unknown): Parameters {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function begin(turn: Parameters) {
  const content = turn['p_content'];
  return {
    state: 'started',
    chatId: crypto.randomUUID(),
    title: turn['p_title'] ?? null,
    userMessage: message({ id: turn['p_message_id'], role: 'user', content }),
    answerId: crypto.randomUUID(),
    history: [{ role: 'user', content }],
    quota,
  };
}

function finish(end: Parameters) {
  const answer = message({
    id: end['p_answer_id'],
    role: 'assistant',
    content: end['p_content'],
    status: end['p_status'],
    finishReason: end['p_finish_reason'] ?? null,
  });
  return { applied: true, answer, quota, costMicroUsd: 0, titleId: null };
}

function message(fields: Record<string, unknown>) {
  return {
    parentId: null,
    status: 'complete',
    finishReason: null,
    providerId: null,
    promptId: null,
    usage: null,
    createdAt: new Date().toISOString(),
    ...fields,
  };
}

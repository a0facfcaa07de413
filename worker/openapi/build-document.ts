import { visitorHeader } from '../../protocol/paths.ts';
import { callerOperations } from './chat-operations.ts';
import { feedbackOperations } from './feedback-operations.ts';
import { memberOperations } from './member-operations.ts';
import type { Audience, Operation, Reply } from './operation.ts';
import { methodNotAllowedReply, problemReplies } from './problem-replies.ts';
import { publicOperations } from './public-operations.ts';
import { headersOf, replyHeaders } from './reply-headers.ts';
import { componentSchemas, fieldSchema, schemaRef, type JsonObject } from './schemas.ts';

const tags = [
  { name: 'Turns', description: 'Messages and their answers' },
  { name: 'Chats', description: 'Conversations that are kept' },
  { name: 'Members', description: 'From visitor to user' },
  { name: 'Deployment', description: 'What this deployment offers' },
  { name: 'Operation', description: 'For whoever runs it' },
];

const uuid = { type: 'string', format: 'uuid' };

/** What this API is, in OpenAPI 3.1. The shapes are the contract's own schemas: whoever checks with them checks with these. */
export function buildOpenApiDocument(): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Paynless Chat',
      version: '1.0.0',
      description:
        'Failures are problem documents (RFC 9457) with a stable `code`. A path answers a method that it does not have with the response `MethodNotAllowed`.',
    },
    servers: [{ url: '/' }],
    tags,
    paths: buildPaths([...callerOperations, ...feedbackOperations, ...memberOperations, ...publicOperations]),
    components: {
      schemas: componentSchemas(),
      responses: { MethodNotAllowed: methodNotAllowedReply() },
      securitySchemes: {
        user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Of Supabase Auth' },
        visitor: {
          type: 'apiKey',
          in: 'header',
          name: visitorHeader,
          description: 'Comes with the first reply to somebody without an account, who keeps it',
        },
      },
      headers: replyHeaders,
    },
  };
}

function buildPaths(operations: readonly Operation[]): JsonObject {
  const byPath = Map.groupBy(operations, ({ path }) => path.replace(/:(\w+)/g, '{$1}'));
  return Object.fromEntries(
    Array.from(byPath, ([path, here]) => [
      path,
      Object.fromEntries(here.map((operation) => [operation.method, buildOperation(operation)])),
    ]),
  );
}

function buildOperation(operation: Operation): JsonObject {
  const { id, tag, summary, description, audience, body, replies } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: security[audience],
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(body && { requestBody: { required: true, content: jsonContent(schemaRef(body)) } }),
    responses: {
      ...Object.fromEntries(replies.map((reply) => [String(reply.status), buildReply(reply, audience)])),
      ...problemReplies(operation),
    },
  };
}

/** An empty object is nobody in particular: the first request of a visitor. */
const security: Record<Audience, readonly JsonObject[]> = {
  all: [],
  caller: [{ user: [] }, { visitor: [] }, {}],
  user: [{ user: [] }],
};

function pathParameters({ path }: Operation): JsonObject[] {
  return Array.from(path.matchAll(/:(\w+)/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: uuid,
  }));
}

function queryParameters({ query }: Operation): JsonObject[] {
  if (!query) return [];
  return Object.entries(query.fields).map(([name, field]) => ({
    name,
    in: 'query',
    description: query.descriptions[name],
    schema: query.meanings?.[name] ?? fieldSchema(field),
  }));
}

function headerParameters({ headers = {} }: Operation): JsonObject[] {
  return Object.entries(headers).map(([name, header]) => ({ name, in: 'header', ...header }));
}

function buildReply({ description, content = {}, hasQuota = false }: Reply, audience: Audience): JsonObject {
  const headers = headersOf({ audience, hasQuota });
  const shapes = Object.entries(content).map(([type, shape]) => [type, { schema: toSchema(shape) }]);
  return { description, headers, ...(shapes.length > 0 && { content: Object.fromEntries(shapes) }) };
}

function toSchema(shape: NonNullable<Reply['content']>[string]): JsonObject {
  if (shape === 'text') return {};
  return shape === 'events' ? eventStream : schemaRef(shape);
}

function jsonContent(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

const eventStream = {
  type: 'string',
  description:
    'Server-sent events: the UI message stream of the AI SDK, version 1. The data of each is a `StreamPart` as JSON, and its id is what `Last-Event-ID` takes; after `finish` or `error` comes `[DONE]`, and a stream that ends without it was cut. While there is nothing to tell, a comment comes twice a second.',
  examples: ['id: 5-0190a1b2\ndata: {"type":"text-delta","id":"text","delta":"Hello"}\n\ndata: [DONE]\n\n'],
};

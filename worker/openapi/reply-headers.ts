import { visitorHeader } from '../../protocol/paths.ts';
import type { Audience } from './operation.ts';
import type { JsonObject } from './schemas.ts';

const text = (...examples: string[]) => ({ type: 'string', examples });
const wholeNumber = { type: 'integer', minimum: 0 };

/** What replies say beside their body, by the name of the header. */
export const replyHeaders = {
  'x-request-id': { description: 'Finds the request in the log', schema: { type: 'string' } },
  traceparent: {
    description: 'The trace that the request is part of (W3C Trace Context)',
    schema: text('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
  },
  'server-timing': {
    description: 'What was measured, in milliseconds: `auth`, `db`, `ttft` (Server Timing, W3C)',
    schema: text('auth;dur=1, db;dur=20'),
  },
  [visitorHeader]: {
    description: 'A token for a visitor who came without one, or with one that is no good',
    schema: { type: 'string' },
  },
  ratelimit: {
    description: 'Messages left, and the seconds until there are more (draft-ietf-httpapi-ratelimit-headers)',
    schema: text('"free-messages";r=2;t=3600'),
  },
  'ratelimit-policy': {
    description: 'The limit, and its window in seconds',
    schema: text('"free-messages";q=3;w=86400'),
  },
  'retry-after': { description: 'Seconds until trying again can help, where known', schema: wholeNumber },
  'www-authenticate': {
    description: 'How to authenticate (RFC 6750, section 3)',
    schema: text('Bearer', 'Bearer error="invalid_token"'),
  },
  allow: { description: 'The methods there are', schema: text('GET, HEAD') },
} as const;

/** References to some of {@link replyHeaders}. */
export function headerRefs(...names: readonly (keyof typeof replyHeaders)[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** The headers that any reply to an operation can have. */
export function headersOf({
  audience,
  hasQuota = false,
}: {
  audience: Audience;
  hasQuota?: boolean;
}): JsonObject {
  return {
    ...headerRefs('x-request-id', 'traceparent', 'server-timing'),
    ...(audience === 'caller' && headerRefs(visitorHeader)),
    ...(hasQuota && headerRefs('ratelimit', 'ratelimit-policy')),
  };
}

import { problems, type ErrorCode } from '../../protocol/errors.ts';
import { problemTitles } from '../../protocol/problem-titles.ts';
import type { Operation } from './operation.ts';
import { headerRefs, headersOf } from './reply-headers.ts';
import { schemaRef, type JsonObject } from './schemas.ts';

/** What every operation can fail with: a token that is no good, a page that may not call, a part of ours that is down. */
const everywhere: readonly ErrorCode[] = [
  'invalid_token',
  'forbidden_origin',
  'internal',
  'service_unavailable',
];

/** The failures of an operation by status, each with the codes it can have there. */
export function problemReplies({ problems: codes, audience, replies }: Operation): JsonObject {
  const own: readonly ErrorCode[] = audience === 'user' ? [...codes, 'unauthenticated'] : codes;
  const byStatus = Map.groupBy([...own, ...everywhere], (code) => problems[code].status);
  const hasQuota = replies.some((reply) => reply.hasQuota);
  return Object.fromEntries(
    Array.from(byStatus, ([status, some]) => {
      const headers = { ...headersOf({ audience, hasQuota }), ...problemHeaders(status) };
      return [String(status), problemReply(some, headers)];
    }),
  );
}

/** The one failure that belongs to no operation: a method that its path does not have. */
export function methodNotAllowedReply(): JsonObject {
  return problemReply(['method_not_allowed'], { ...headersOf({ audience: 'all' }), ...headerRefs('allow') });
}

/** What a status has besides the headers of every reply. */
function problemHeaders(status: number): JsonObject {
  if (status === 401) return headerRefs('www-authenticate');
  return status === 429 || status === 503 ? headerRefs('retry-after') : {};
}

function problemReply(codes: readonly ErrorCode[], headers: JsonObject): JsonObject {
  const schema = { allOf: [schemaRef('Problem'), { properties: { code: { enum: codes } } }] };
  return {
    description: codes.map((code) => `\`${code}\`: ${problemTitles[code]}`).join('. '),
    headers,
    content: { 'application/problem+json': { schema } },
  };
}

import * as v from 'valibot';
import { ChatRequest } from '../../protocol/chat.ts';
import { AppError } from '../errors.ts';
import type { ParsedChatRequest } from '../services/start-turn.ts';

const [SendRequest, RegenerateRequest] = ChatRequest.options;

/**
 * Reads the body of `POST /api/chat`.
 * @throws AppError `invalid_request` whose detail names the first field that is wrong, never its value
 */
export function readChatRequest(body: string): ParsedChatRequest {
  const json = parseJson(body);
  // One of the two is chosen first, because a union can't say which field of which option is wrong.
  const result = isRegeneration(json) ? v.safeParse(RegenerateRequest, json) : v.safeParse(SendRequest, json);
  if (result.success) return result.output;
  throw new AppError('invalid_request', { detail: describe(result.issues[0]) });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError('invalid_request', { detail: 'The body is not JSON', cause });
  }
}

function isRegeneration(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'regenerate' in json && json.regenerate === true;
}

/** In our words: valibot's repeat what was received. */
function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue)?.slice(0, 64) ?? 'The body';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${field} is not a known field`;
  if (issue.type === 'check') return issue.message;
  return issue.input === undefined ? `${field} is missing` : `${field} is not valid`;
}

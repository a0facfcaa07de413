import { ChatRequest } from '../../protocol/chat.ts';
import type { ParsedChatRequest } from '../services/start-turn.ts';
import { parseInput } from './parse-input.ts';

const [SendRequest, RegenerateRequest] = ChatRequest.options;

/**
 * Checks the body of `POST /api/chat`. One of its two shapes is chosen first, because a union can't say which field of
 * which option is wrong.
 * @throws AppError `invalid_request`
 */
export function readChatRequest(json: unknown): ParsedChatRequest {
  return isRegeneration(json) ? parseInput(RegenerateRequest, json) : parseInput(SendRequest, json);
}

function isRegeneration(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'regenerate' in json && json.regenerate === true;
}

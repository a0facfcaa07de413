import * as v from 'valibot';
import { Problem } from '../../protocol/errors.ts';
import { ChatApiError, type ClientErrorCode } from './chat-api-error.ts';

/**
 * A problem document as an error.
 * @param text the document as JSON text
 * @param otherwise the code for a text that is none: it comes from something between us and the worker
 */
export function parseProblem(text: string, otherwise: ClientErrorCode, status?: number): ChatApiError {
  try {
    const problem = v.parse(Problem, JSON.parse(text));
    return new ChatApiError(problem.code, problem);
  } catch (cause) {
    return new ChatApiError(otherwise, { cause, ...(status !== undefined && { status }) });
  }
}

const codeByStatus: Readonly<Record<number, ClientErrorCode>> = {
  413: 'message_too_long',
  429: 'rate_limited',
};

/** The error that a failed reply stands for. Its body is read to the end. */
export async function readProblem(response: Response): Promise<ChatApiError> {
  const text = await response.text().catch(() => '');
  return parseProblem(text, codeByStatus[response.status] ?? 'service_unavailable', response.status);
}

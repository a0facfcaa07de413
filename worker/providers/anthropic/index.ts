import Anthropic from '@anthropic-ai/sdk';
import type { AiProvider } from '../../ports/ai-provider.ts';
import type { ProviderSettings } from '../provider-settings.ts';
import { toAppError } from './errors.ts';
import { fromStream } from './from-stream.ts';
import { readEvents } from './read-events.ts';
import { toRequest } from './to-request.ts';

/**
 * Anthropic's Messages API. Retries and timeouts of the SDK are off or out of reach, because a turn has its own, which
 * also cover the time after the headers.
 */
export function createAnthropicProvider({ apiKey, baseUrl, fetch }: ProviderSettings): AiProvider {
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    // Its log quotes what it could not read, which may be somebody's words.
    logLevel: 'off',
  });
  return {
    async *streamAnswer(request, signal) {
      const options = { signal, headers: { traceparent: request.traceparent } };
      try {
        const response = await client.messages.create(toRequest(request), options).asResponse();
        yield* fromStream(readEvents(response));
      } catch (error) {
        throw toAppError(error);
      }
    },
  };
}

import OpenAI from 'openai';
import type { AiProvider } from '../../ports/ai-provider.ts';
import type { ProviderSettings } from '../provider-settings.ts';
import { toAppError } from './errors.ts';
import { fromStream } from './from-stream.ts';
import { toRequest } from './to-request.ts';

/**
 * The Chat Completions API: OpenAI's own, and that of the many services which copy it. Retries and timeouts of the SDK
 * are off or out of reach, because a turn has its own, which also cover the time after the headers.
 */
export function createOpenAiProvider({ apiKey, baseUrl, fetch }: ProviderSettings): AiProvider {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    // Its log quotes what it could not read, which may be somebody's words.
    logLevel: 'off',
    // The environment of a worker has no business in here, and would send an account's headers to other vendors.
    organization: null,
    project: null,
  });
  const takesCacheKey = isOpenAi(baseUrl);
  return {
    async *streamAnswer(request, signal) {
      const options = { signal, headers: { traceparent: request.traceparent } };
      try {
        yield* fromStream(await client.chat.completions.create(toRequest(request, takesCacheKey), options));
      } catch (error) {
        throw toAppError(error);
      }
    },
  };
}

/** True for OpenAI itself, whose regions have hosts of their own, such as `eu.api.openai.com`. */
function isOpenAi(baseUrl: string): boolean {
  return /^(.+\.)?api\.openai\.com$/.test(new URL(baseUrl).hostname);
}

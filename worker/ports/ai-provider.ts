import type { FinishReason } from '../../protocol/message.ts';

/** One message of the conversation as a model reads it. */
export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** What a model is asked. `messages` runs from the oldest to the user's new message. */
export interface AnswerRequest {
  /** The vendor's name of the model. */
  readonly model: string;
  readonly system: string | null;
  readonly messages: readonly PromptMessage[];
  readonly maxOutputTokens: number;
  /** Further parameters in the vendor's own words, from the provider's row. They replace none of the above. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The same for requests that begin alike, so that a vendor's cache finds the beginning again. It names nobody. */
  readonly cacheKey: string;
  /** The header of that name (W3C Trace Context), so that a gateway in between can join its trace with ours. */
  readonly traceparent: string;
}

/**
 * Tokens of one answer as far as the vendor has counted them: null for what it has not, which is then estimated. Those
 * read from a cache or written into one are part of the input.
 */
export interface TokenCount {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cachedInputTokens?: number;
  readonly cacheWriteTokens?: number;
}

/**
 * A piece of an answer. `usage` may come more than once and each replaces the one before. `finish` comes only when the
 * vendor said that the answer is whole: a stream that ends without it was cut. `progress` is a sign of life without text:
 * thinking, a ping.
 */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'progress' }
  | { readonly type: 'usage'; readonly usage: TokenCount }
  | { readonly type: 'finish'; readonly reason: FinishReason };

/** A vendor of answers, behind one shape. */
export interface AiProvider {
  /**
   * Asks for an answer; nothing is sent before the first part is pulled.
   * When the signal aborts, the iteration ends or throws, soon, and the request is cancelled.
   * @throws AppError with a `provider_*`, `context_too_long` or `content_filtered` code
   */
  streamAnswer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerPart>;
}

import { AppError } from '../errors.ts';
import type { PromptMessage } from '../ports/ai-provider.ts';
import { estimateTokens } from './estimate-tokens.ts';

/** What a model is told. `messages` runs from the oldest to the user's new one. */
export interface Context {
  readonly system: string | null;
  readonly messages: readonly PromptMessage[];
}

/** How much a model takes, in tokens: `contextWindow` is that of input and output together. */
export interface ContextRoom {
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
}

/** Vendors wrap each message in its role and separators; OpenAI counts three or four tokens for them, others less. */
const messageOverhead = 4;

/**
 * What the estimate may be wrong by, as a share of the window: it is high for prose in any language, and low for text that
 * no tokenizer has words for, such as Base64. Who writes that has one more try, with half.
 */
const margin = 0.02;

/**
 * As much of a conversation as fits a model: its newest messages, beginning with one of the user's.
 * @throws AppError `context_too_long` when the new message alone does not fit
 */
export function trimContext({ system, messages }: Context, room: ContextRoom): readonly PromptMessage[] {
  const inputMax = room.contextWindow - room.maxOutputTokens - Math.ceil(room.contextWindow * margin);
  const budget = inputMax - systemTokens(system);
  const newest = messages.at(-1);
  if (newest && messageTokens(newest) > budget) throw new AppError('context_too_long');
  return newestWithin(messages, budget);
}

/**
 * Half of a conversation, by its tokens, for a model that found the whole too long. The new message stays, be it more.
 * @returns null when there is nothing to leave out
 */
export function halveContext({ system, messages }: Context): readonly PromptMessage[] | null {
  const total = messages.reduce((sum, message) => sum + messageTokens(message), systemTokens(system));
  const half = newestWithin(messages, Math.floor(total / 2) - systemTokens(system));
  return half.length < messages.length ? half : null;
}

function newestWithin(messages: readonly PromptMessage[], budget: number): readonly PromptMessage[] {
  const newest = messages.length - 1;
  let left = budget;
  const lastDropped = messages.findLastIndex((message, index) => {
    left -= messageTokens(message);
    return left < 0 && index < newest;
  });
  const kept = messages.slice(lastDropped + 1);
  // An answer without its question reads as if the model had begun to talk by itself; some vendors refuse it.
  return kept.slice(kept.findIndex(({ role }) => role === 'user'));
}

function systemTokens(system: string | null): number {
  return system === null ? 0 : messageTokens({ content: system });
}

function messageTokens({ content }: Pick<PromptMessage, 'content'>): number {
  return estimateTokens(content) + messageOverhead;
}

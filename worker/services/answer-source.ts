import type { ErrorCode } from '../../protocol/errors.ts';
import { AppError, toAppError } from '../errors.ts';
import type { AnswerPart, AnswerRequest, PromptMessage } from '../ports/ai-provider.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';
import { openAnswer } from './open-answer.ts';
import type { Pause } from './pause.ts';
import { retryTransient } from './retry-transient.ts';
import { halveContext, trimContext } from './trim-context.ts';
import { within } from './within.ts';

interface AnswerSourceDeps {
  readonly registry: ProviderRegistry;
  readonly pause: Pause;
  readonly timers: Pick<TurnTimers, 'firstTokenMs'>;
}

/** Where the answer to one turn comes from. */
export interface AnswerSource {
  /** Who answers, or was asked last. */
  readonly provider: CatalogProvider;
  /** Requests to providers so far. */
  readonly attempts: number;
  /** Those of them that ended before an answer began, and most likely not before the question was read and billed. */
  readonly uncountedReads: number;
  /** Why the fallback was asked; null when it was not. */
  readonly fallbackCode: ErrorCode | null;
  /**
   * Asks until an answer begins: again when the failure is one that passes, with half of the conversation when it was
   * too long, and then the fallback in the same way. Where there is one, the first provider has half of the time for the
   * first word: one that hangs must leave the fallback the other.
   * @throws AppError of the provider that was asked last
   */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<AnswerPart>>;
}

/** Failures of a provider that another one may not have. What was asked is not among them. */
const fallbackCodes: ReadonlySet<ErrorCode> = new Set([
  'provider_auth',
  'provider_failed',
  'provider_overloaded',
  'provider_timeout',
  'provider_unavailable',
]);

/** Ends of a request by which the question was most likely read, though nobody has counted it. */
const readCodes: ReadonlySet<ErrorCode> = new Set(['provider_timeout', 'content_filtered']);

/** A source that has asked nobody yet. */
export function createAnswerSource(deps: AnswerSourceDeps, input: TurnToRun): AnswerSource {
  const { fallback } = input;
  const asked: Asked = { provider: input.provider, attempts: 0, uncountedReads: 0 };
  let failedWith: ErrorCode | null = null;

  const askFirst = (signal: AbortSignal) => ask(deps, input, input.provider, signal, asked);
  const open = async (signal: AbortSignal) => {
    if (!fallback) return askFirst(signal);
    try {
      return await within(deps.timers.firstTokenMs / 2, (half) => askFirst(AbortSignal.any([signal, half])));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (signal.aborted || !fallbackCodes.has(error.code)) throw error;
      failedWith = error.code;
      return ask(deps, input, fallback, signal, asked).catch((second: unknown) => {
        // A fallback that could not even be asked has not failed.
        throw asked.provider === fallback ? second : error;
      });
    }
  };

  return {
    get provider() {
      return asked.provider;
    },
    get attempts() {
      return asked.attempts;
    },
    get uncountedReads() {
      return asked.uncountedReads;
    },
    get fallbackCode() {
      return asked.provider === fallback ? failedWith : null;
    },
    open,
  };
}

/** What was asked so far, in the words of {@link AnswerSource}. */
interface Asked {
  provider: CatalogProvider;
  attempts: number;
  uncountedReads: number;
}

/** Asks one provider for what fits it, and notes each request. */
async function ask(
  { registry, pause }: AnswerSourceDeps,
  input: TurnToRun,
  provider: CatalogProvider,
  signal: AbortSignal,
  asked: Asked,
): Promise<AsyncIterable<AnswerPart>> {
  const adapter = registry.find(provider);
  // A key may have gone since the turn was begun: that turn still has to end.
  if (!adapter) throw new AppError('provider_unavailable');
  const system = input.prompt?.text ?? null;
  const messages = trimContext({ system, messages: input.turn.history }, provider);
  const askOnce = async (told: readonly PromptMessage[]) => {
    asked.provider = provider;
    asked.attempts += 1;
    try {
      return await openAnswer(adapter.streamAnswer(toRequest(input, provider, told), signal));
    } catch (thrown) {
      // What an adapter says of a request that we gave up, be it nothing, is not what happened.
      const error = signal.aborted ? new AppError('provider_timeout', { cause: thrown }) : toAppError(thrown);
      if (readCodes.has(error.code)) asked.uncountedReads += 1;
      throw error;
    }
  };
  try {
    return await retryTransient(() => askOnce(messages), signal, { pause });
  } catch (error) {
    const isTooLong = error instanceof AppError && error.code === 'context_too_long';
    const half = isTooLong && !signal.aborted ? halveContext({ system, messages }) : null;
    if (half === null) throw error;
    return askOnce(half);
  }
}

function toRequest(
  { turn, prompt, traceparent }: TurnToRun,
  { model, maxOutputTokens, parameters }: CatalogProvider,
  messages: readonly PromptMessage[],
): AnswerRequest {
  const system = prompt?.text ?? null;
  return { model, system, messages, maxOutputTokens, parameters, cacheKey: turn.chatId, traceparent };
}

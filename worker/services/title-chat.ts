import { type AppError, toAppError } from '../errors.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { CatalogProvider } from '../ports/catalog-repository.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProviderRegistry } from '../ports/provider-registry.ts';
import { type AskedTitle, askTitle } from './ask-title.ts';
import { storeEnd, type StoreEndDeps } from './store-end.ts';
import { traceIdOf } from './trace-id.ts';

interface TitleChatDeps extends StoreEndDeps {
  readonly chats: Pick<ChatRepository, 'finishTitle'>;
  readonly registry: ProviderRegistry;
  readonly logger: Logger;
}

/** A title that is due: its reservation, who is asked, and the answer that the chat is named after. */
export interface DueTitle {
  readonly titleId: string;
  readonly provider: CatalogProvider;
  readonly answer: string;
}

/**
 * Has a model name a chat after its first answer, and settles that exactly once, whatever came of it: while the database can't
 * be reached it tries again. A chat without a model's title keeps the one made from its first message, so a failure is only
 * logged.
 * @returns the title the chat has now; null when that is not known
 */
export async function titleChat(
  deps: TitleChatDeps,
  input: TurnToRun,
  due: DueTitle,
): Promise<string | null> {
  const { turn, traceparent } = input;
  const startedAt = deps.clock.now();
  const conversation = { chatId: turn.chatId, traceparent, question: turn.userMessage.content };
  const asked = await askTitle(deps, due.provider, { ...conversation, answer: due.answer });
  const { title, usage } = asked;
  let { error } = asked;
  let current: string | null = null;
  try {
    const end = { titleId: due.titleId, title, usage };
    current = await storeEnd(deps, () => deps.chats.finishTitle(end));
  } catch (thrown) {
    error = toAppError(thrown);
  }
  logTitle(deps.logger, input, due, { asked, error, durationMs: deps.clock.now() - startedAt });
  return current;
}

interface TitleResult {
  readonly asked: AskedTitle;
  readonly error: AppError | null;
  readonly durationMs: number;
}

/** One line for one title, as for one turn. Never what it says. */
function logTitle(logger: Logger, input: TurnToRun, { provider }: DueTitle, result: TitleResult): void {
  const { title, usage } = result.asked;
  const fields = {
    requestId: input.requestId,
    traceId: traceIdOf(input.traceparent),
    chatId: input.turn.chatId,
    providerId: provider.id,
    provider: provider.kind,
    model: provider.model,
    inputTokens: usage?.inputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    isUsable: title !== null,
    durationMs: result.durationMs,
    code: result.error?.code ?? null,
  };
  if (result.error === null) logger.info('title', fields);
  else logger.error('title', fields, result.error.cause);
}

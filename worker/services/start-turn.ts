import type * as v from 'valibot';
import type { ChatRequest } from '../../protocol/chat.ts';
import { countCharacters, messageCharactersMax } from '../../protocol/message-text.ts';
import { AppError } from '../errors.ts';
import type { KeyedHash } from '../ports/keyed-hash.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';
import type { Caller } from '../ports/caller.ts';
import type { CatalogPrompt, CatalogProvider } from '../ports/catalog-repository.ts';
import type { ChatRepository, ReplayedTurn, TurnToBegin } from '../ports/chat-repository.ts';
import type { AnswerInProgress } from '../ports/running-answers.ts';
import type { Catalog, CatalogSnapshot } from './catalog.ts';
import { makeTitle } from './make-title.ts';

/** A request for a turn whose shape has been checked. */
export type ParsedChatRequest = v.InferOutput<typeof ChatRequest>;

interface StartTurnDeps {
  readonly catalog: Catalog;
  readonly chats: ChatRepository;
  readonly hash: KeyedHash;
}

/** What names a request where others have to find it again. */
export interface RequestTrace {
  readonly requestId: string;
  /** The header of that name (W3C Trace Context) for the requests that this one causes. */
  readonly traceparent: string;
}

/** A turn that may run, or the answer of one that does already, or has: a repeated message is never answered twice. */
export type StartedRequest =
  | { readonly state: 'started'; readonly toRun: TurnToRun }
  | { readonly state: 'running'; readonly answer: AnswerInProgress }
  | { readonly state: 'replay'; readonly turn: ReplayedTurn };

/**
 * Everything that can refuse a turn, before a byte is sent and before anything is spent: the message, the model, the
 * prompt, the caller, and then in the database, in one step, owner, limits and budget.
 * @param isLost that nobody was found who runs the answer that an earlier call has named as running
 * @throws AppError with the code of the refusal
 */
export async function startTurn(
  deps: StartTurnDeps,
  caller: Caller,
  request: ParsedChatRequest,
  trace: RequestTrace,
  isLost = false,
): Promise<StartedRequest> {
  refuseLongMessage(request);
  if (caller.kind === 'visitor' && caller.ipHash === null)
    throw new AppError('service_unavailable', { detail: 'The network address is unknown' });
  const catalog = await deps.catalog.load();
  const provider = findProvider(catalog, request.providerId);
  const prompt = findPrompt(catalog, request.promptId);
  const turn = await deps.chats.beginTurn(caller, toTurn(request, isLost));
  if (turn.state === 'running') return turn;
  if (turn.state === 'replay') return { state: 'replay', turn };
  const callerHash = await hashCaller(deps.hash, caller);
  const fallback = findFallback(catalog, provider);
  return { state: 'started', toRun: { turn, provider, fallback, prompt, callerHash, ...trace } };
}

function refuseLongMessage(request: ParsedChatRequest): void {
  if (request.regenerate || countCharacters(request.message) <= messageCharactersMax) return;
  throw new AppError('message_too_long', { detail: `At most ${String(messageCharactersMax)} characters` });
}

function findProvider({ providers }: CatalogSnapshot, id: string): CatalogProvider {
  const provider = providers.find((candidate) => candidate.id === id);
  if (!provider) throw new AppError('provider_unavailable');
  return provider;
}

/** One that is not offered can't answer either. */
function findFallback({ providers }: CatalogSnapshot, { id, fallbackId }: CatalogProvider) {
  return providers.find((candidate) => candidate.id === fallbackId && candidate.id !== id) ?? null;
}

function findPrompt({ prompts }: CatalogSnapshot, id: string | undefined): CatalogPrompt | null {
  if (id === undefined) return null;
  const prompt = prompts.find((candidate) => candidate.id === id);
  if (!prompt) throw new AppError('prompt_unavailable');
  return prompt;
}

function toTurn(request: ParsedChatRequest, isLost: boolean): TurnToBegin {
  return {
    messageId: request.messageId ?? crypto.randomUUID(),
    content: request.regenerate ? null : request.message,
    providerId: request.providerId,
    promptId: request.promptId ?? null,
    chatId: request.chatId ?? null,
    parentId: request.parentId ?? null,
    isRegeneration: request.regenerate ?? false,
    isLost,
    title: request.regenerate ? null : makeTitle(request.message),
  };
}

/** Enough of the hash to tell callers apart in a log, and too little to look one up by. */
async function hashCaller(hash: KeyedHash, caller: Caller): Promise<string> {
  const subject = caller.kind === 'user' ? `user:${caller.userId}` : `visitor:${caller.visitorId}`;
  return (await hash(subject)).slice(0, 16);
}

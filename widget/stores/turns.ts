import type { Message } from '../../protocol/message.ts';
import { countCharacters, hasVisibleText, messageCharactersMax } from '../../protocol/message-text.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import type { AnswerState } from './chat-state.ts';
import { removeMessage, replaceMessage, settleAnswer } from './receive-part.ts';
import { failTurn, runTurn, toPending, type TurnContext } from './run-turn.ts';
import { createTurn, toMessage, type Turn } from './turn.ts';

/** The turns of one conversation: one at a time, the newest kept while its answer can be asked for again. */
export interface Turns {
  isBusy: () => boolean;
  /** See `ChatStore.sendMessage`. */
  send: (text: string) => Promise<void>;
  stop: () => void;
  retry: () => Promise<void>;
  takeBack: () => string | null;
  /**
   * Stops what runs, before its chat is taken off the screen.
   * @returns the text that the server never accepted and that would be lost, or null
   */
  leave: () => string | null;
  /** Offers to retry a turn that a loaded chat still owes an answer to. */
  adopt: (turn: Turn) => void;
}

/** What turns need; which of them is current they know themselves. */
export type TurnsOptions = Omit<TurnContext, 'isCurrent'>;

/** @throws ChatApiError for a text that the server would refuse */
function checkText(text: string): void {
  if (!hasVisibleText(text)) throw new ChatApiError('invalid_request');
  if (countCharacters(text) > messageCharactersMax) throw new ChatApiError('message_too_long');
}

/** The words of all messages that the server never accepted, or null. */
function unsentText(messages: readonly Message[]): string | null {
  const unsent = messages.filter(({ role, status }) => role === 'user' && status === 'failed');
  return unsent.length > 0 ? unsent.map(({ content }) => content).join('\n') : null;
}

/** What stands below a question that a loaded chat still owes an answer to. Why, only the answer's status tells. */
function owedAnswer({ userMessageId, status }: Turn): AnswerState {
  const error = new ChatApiError(status === 'failed' ? 'provider_failed' : 'interrupted');
  return { state: 'failed', userMessageId, error, canRetry: true, canTakeBack: false };
}

/** The turns of one conversation. */
export function createTurns(options: TurnsOptions): Turns {
  const { state, quota, newId, now } = options;
  let current: Turn | null = null;
  /** A new chat's id is minted here, so that a message sent twice after a lost reply cannot open two chats. */
  let newChatId = newId();
  const context: TurnContext = { ...options, isCurrent: (turn) => turn === current };

  const isBusy = () => ['waiting', 'streaming'].includes(state.$answer.get().state);
  const run = (turn: Turn) => runTurn((current = turn), context);

  async function send(text: string): Promise<void> {
    checkText(text);
    if (isBusy()) throw new ChatApiError('turn_in_progress');
    const chatId = state.$chatId.get() ?? newChatId;
    const turn = createTurn({ chatId, userMessageId: newId(), text, isAccepted: false });
    if (quota.isExhausted())
      throw new AnonymousLimitReachedError(toPending(turn, context), quota.$quota.get());
    const messages = state.$messages.get();
    state.$messages.set([...messages, toMessage(turn, messages.at(-1), now())]);
    await run(turn);
  }

  function stop(): void {
    if (current === null || !isBusy()) return;
    const turn = current;
    // A message that is not known to have arrived has not been sent: it says so, and can be sent again under its id.
    if (turn.isAccepted) {
      current = null;
      settleAnswer(turn, 'stopped', context);
    } else {
      failTurn(turn, new ChatApiError('stopped'), context);
    }
    turn.controller.abort();
  }

  async function retry(): Promise<void> {
    const answer = state.$answer.get();
    if (current === null || answer.state !== 'failed' || !answer.canRetry) return;
    replaceMessage(state, current.userMessageId, { status: 'complete' });
    await run(createTurn(current));
  }

  function takeBack(): string | null {
    const answer = state.$answer.get();
    if (current === null || answer.state !== 'failed' || !answer.canTakeBack) return null;
    const { userMessageId, text } = current;
    current = null;
    removeMessage(state, userMessageId);
    state.$answer.set({ state: 'idle' });
    return text;
  }

  function leave(): string | null {
    const turn = current;
    // As stopping does: who listens hears how the running answer ended.
    stop();
    const unsent = unsentText(state.$messages.get());
    current = null;
    newChatId = newId();
    state.$answer.set({ state: 'idle' });
    turn?.controller.abort();
    return unsent;
  }

  function adopt(turn: Turn): void {
    current = turn;
    state.$answer.set(owedAnswer(turn));
  }

  return { isBusy, send, stop, retry, takeBack, leave, adopt };
}

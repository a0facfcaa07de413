import { formatEventId } from '../../protocol/event-id.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message, MessageStatus } from '../../protocol/message.ts';
import type { ChatRequest } from '../../protocol/chat.ts';
import type { AnswerOptions, ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { deferred } from './deferred.ts';
import { message, parts } from './scripted-chat-api.ts';

/** An answer of {@link createAnswerServer}, with all that it has told. */
export interface ServedAnswer {
  readonly id: string;
  readonly chatId: string;
  readonly question: Message;
  readonly events: StreamPart[];
  /** Whether it is still told; what came of it is stored. */
  isHosted: boolean;
  isOver: boolean;
  stored: Pick<Message, 'content' | 'status'>;
}

/** What went over the wire: which call, and the event after which an answer goes on. */
export type ServerCall = readonly ['send' | 'resume' | 'stop' | 'load', (string | null)?];

const textOf = (events: readonly StreamPart[]) =>
  events.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

/**
 * A server in memory that answers as the worker does: numbered events, any number of readers, replays, stored messages. A test
 * writes the answers, and breaks the connections.
 */
export function createAnswerServer() {
  /** Questions by their chat, in the order they were asked. */
  const messages = new Map<string, Message[]>();
  const requests: ChatRequest[] = [];
  const answers: ServedAnswer[] = [];
  const calls: ServerCall[] = [];
  let change = deferred();
  let cuts = 0;
  let beats = 0;
  const server = {
    calls,
    answers,
    /** What was asked for, also what did not get through. */
    requests,
    /** The next message is refused with this. */
    refusal: null as ChatApiError | null,
    /** Nobody can be reached. */
    isDown: false,
    /** What the answer of a message is told from, whatever its reader has seen already. */
    replaysAll: false,
    /** The event by which the last stop named its answer. */
    stopNames: null as string | null,
    /** Stops answers at once. */
    heedsStop: true,
    tell,
    finish,
    fail: (error: ChatApiError) => {
      const answer = newest();
      answer.stored = { content: textOf(answer.events), status: 'interrupted' };
      answer.isOver = true;
      failures.set(answer.id, error);
      notify();
    },
    /** What is stored of the running answer so far. */
    checkpoint: (content: string) => {
      newest().stored = { content, status: 'streaming' };
    },
    /** A heartbeat, to all readers. */
    beat: () => {
      beats += 1;
      notify();
    },
    /** Breaks all connections. */
    cut: () => {
      cuts += 1;
      notify();
    },
    /** The host of the running answer dies, with every connection; its checkpoint is what is left. */
    crash: () => {
      const answer = newest();
      answer.isHosted = false;
      answer.stored = { ...answer.stored, status: 'interrupted' };
      server.cut();
    },
    /** The running answer has ended, and is not told any more. */
    forget: () => {
      newest().isHosted = false;
    },
  };
  const failures = new Map<string, ChatApiError>();

  function notify(): void {
    change.resolve();
    change = deferred();
  }

  function newest(): ServedAnswer {
    const answer = answers.at(-1);
    if (answer === undefined) throw new Error('Nothing was asked yet.');
    return answer;
  }

  function tell(...pieces: string[]): void {
    newest().events.push(...pieces.map((piece) => parts.text(piece)));
    notify();
  }

  function finish(status: MessageStatus = 'complete'): void {
    const answer = newest();
    answer.stored = { content: textOf(answer.events), status };
    answer.events.push(parts.finish(status));
    answer.isOver = true;
    notify();
  }

  const running = (chatId: string) =>
    answers.findLast((answer) => answer.chatId === chatId && answer.isHosted && !answer.isOver);

  /** @param key of a new answer beside others, which is its id the first time */
  function begin(chatId: string, question: Message, key = ''): ServedAnswer {
    const isNew = key !== '' && answers.every((answer) => answer.id !== key);
    const id = isNew ? key : `${String(answers.length + 1).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const start: StreamPart = {
      type: 'start',
      messageId: id,
      messageMetadata: { chatId, userMessageId: question.id },
    };
    const stored = { content: '', status: 'streaming' as const };
    const answer = { id, chatId, question, events: [start], isHosted: true, isOver: false, stored };
    answers.push(answer);
    return answer;
  }

  function findQuestion(chatId: string, id: string): Message {
    const question = messages.get(chatId)?.find((one) => one.id === id);
    if (question === undefined) throw new ChatApiError('not_found');
    return question;
  }

  /** A message is placed once, however often it is sent. */
  function ask({
    message: content,
    chatId = '',
    messageId = '',
    parentId,
  }: ChatRequest & { message: string }) {
    const known = messages.get(chatId) ?? [];
    const before = known.find(({ id }) => id === messageId);
    if (before !== undefined) return before;
    const newest = answers.findLast((answer) => answer.chatId === chatId)?.id ?? known.at(-1)?.id ?? null;
    const follows = parentId === chatId ? null : (parentId ?? newest);
    const question = message(1, { id: messageId, content, parentId: follows });
    messages.set(chatId, [...known, question]);
    return question;
  }

  /** Everything in the order it was written. */
  function written(chatId: string): Message[] {
    const known = messages.get(chatId) ?? [];
    const told = answers
      .filter((answer) => answer.chatId === chatId)
      .map(({ id, question, stored }) =>
        message(2, { id, parentId: question.id, role: 'assistant', ...stored }),
      );
    const asked = (question: Message) => told.findIndex(({ parentId }) => parentId === question.id);
    const all: Message[] = [...told];
    for (const question of known) {
      const first = all.findIndex(({ id }) => id === told[asked(question)]?.id);
      all.splice(first < 0 ? all.length : first, 0, question);
    }
    return all;
  }

  async function* read(answer: ServedAnswer, from: number, { signal, onEventId, onActivity }: AnswerOptions) {
    const cutsBefore = cuts;
    let beatsHeard = beats;
    const abortion = deferred();
    signal?.addEventListener('abort', abortion.resolve);
    for (let next = from; ;) {
      signal?.throwIfAborted();
      if (cuts > cutsBefore) throw new ChatApiError('interrupted');
      const part = answer.events[next];
      if (part !== undefined || beats > beatsHeard) onActivity?.();
      beatsHeard = beats;
      const failure = failures.get(answer.id);
      if (part !== undefined) {
        next += 1;
        onEventId?.(formatEventId(answer.id, next));
        yield part;
      } else if (failure !== undefined) throw failure;
      else if (answer.isOver) return;
      else await Promise.race([change.promise, abortion.promise]);
    }
  }

  function reach(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (server.isDown) throw new ChatApiError('offline');
  }

  const api: Pick<ChatApi, 'sendChatMessage' | 'resumeAnswer' | 'stopAnswer' | 'getChatMessages'> = {
    async *sendChatMessage(request, options) {
      calls.push(['send']);
      requests.push(request);
      reach(options.signal);
      const { refusal } = server;
      server.refusal = null;
      if (refusal !== null) throw refusal;
      const { chatId = '', messageId = '' } = request;
      const question = request.regenerate ? findQuestion(chatId, request.parentId) : ask(request);
      const from = request.regenerate ? answers.findIndex(({ id }) => id === messageId) : 0;
      const last = from < 0 ? undefined : answers.slice(from).findLast((it) => it.question === question);
      const isOpen = last !== undefined && (!last.isOver || last.stored.status === 'complete');
      yield* read(isOpen ? last : begin(chatId, question, request.regenerate ? messageId : ''), 0, options);
    },
    resumeAnswer: async (chatId, { lastEventId = null, ...options }) => {
      calls.push(['resume', lastEventId]);
      await Promise.resolve();
      reach(options.signal);
      const answer = answers.findLast((one) => one.chatId === chatId && one.isHosted);
      if (answer === undefined) return null;
      const ids = answer.events.map((_part, index) => formatEventId(answer.id, index + 1));
      const seen = lastEventId === null || server.replaysAll ? 0 : ids.indexOf(lastEventId) + 1;
      return read(answer, seen, options);
    },
    stopAnswer: async (chatId, { signal, lastEventId = null } = {}) => {
      calls.push(['stop', chatId]);
      server.stopNames = lastEventId;
      await Promise.resolve();
      reach(signal);
      if (server.heedsStop && running(chatId) !== undefined) finish('stopped');
    },
    getChatMessages: async (chatId, { signal } = {}) => {
      calls.push(['load', chatId]);
      await Promise.resolve();
      reach(signal);
      if (!messages.has(chatId)) throw new ChatApiError('not_found');
      return {
        chat: { id: chatId, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' },
        messages: written(chatId),
      };
    },
  };
  return Object.assign(server, { api });
}

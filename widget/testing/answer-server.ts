import { formatEventId } from '../../protocol/event-id.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { Message, MessageStatus } from '../../protocol/message.ts';
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
  const messages = new Map<string, Message[]>();
  const answers: ServedAnswer[] = [];
  const calls: ServerCall[] = [];
  let change = deferred();
  let cuts = 0;
  let beats = 0;
  const server = {
    calls,
    answers,
    /** Nobody can be reached. */
    isDown: false,
    /** What the answer of a message is told from, whatever its reader has seen already. */
    replaysAll: false,
    /** Stops answers at once. */
    /** The event by which the last stop named its answer. */
    stopNames: null as string | null,
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

  function begin(chatId: string, question: Message): ServedAnswer {
    const id = `${String(answers.length + 1).padStart(8, '0')}-0000-4000-8000-000000000000`;
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
      reach(options.signal);
      const { chatId = '', messageId = '' } = request;
      const text = request.regenerate ? '' : request.message;
      const known = messages.get(chatId) ?? [];
      const question =
        known.find(({ id }) => id === messageId) ?? message(1, { id: messageId, content: text });
      if (!known.includes(question)) messages.set(chatId, [...known, question]);
      const last = answers.findLast((answer) => answer.question === question);
      const isOpen = last !== undefined && (!last.isOver || last.stored.status === 'complete');
      yield* read(isOpen ? last : begin(chatId, question), 0, options);
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
      const known = messages.get(chatId);
      if (known === undefined) throw new ChatApiError('not_found');
      const all = known.flatMap((question, index) => {
        const asked = answers.findLast((answer) => answer.question === question);
        const parentId = index === 0 ? null : (answers[index - 1]?.id ?? null);
        const said = { ...question, parentId };
        if (asked === undefined) return [said];
        const role = 'assistant' as const;
        return [said, message(2, { id: asked.id, parentId: question.id, role, ...asked.stored })];
      });
      return { chat: { id: chatId, title: 'A chat', updatedAt: '2026-11-01T10:00:00.000Z' }, messages: all };
    },
  };
  return Object.assign(server, { api });
}

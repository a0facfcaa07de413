import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import type { AiProvidersReply, SystemPromptsReply } from '../../../protocol/catalog.ts';
import type { DeploymentConfig } from '../../../protocol/config.ts';
import { formatEventId } from '../../../protocol/event-id.ts';
import {
  encodedStreamEnd,
  encodeStreamPart,
  streamHeader,
  type StreamPart,
} from '../../../protocol/event-stream.ts';
import type { Chat, ChatDetailsReply, ChatHistoryReply } from '../../../protocol/history.ts';
import type { Message } from '../../../protocol/message.ts';
import { chatDetailsPath, chatStreamPath, paths, visitorHeader } from '../../../protocol/paths.ts';
import type { Quota } from '../../../protocol/quota.ts';
import type { Reply } from '../contender.ts';
import { writePast } from '../corpus.ts';
import { writeJson, writePieces, type Workload } from '../workload.ts';

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The chat with the long conversation. */
export const chatId = idOf(0);

const answerId = idOf(900_000);
const providerId = idOf(900_001);
const startedAt = Date.UTC(2026, 10, 2, 8);
const minuteMs = 60_000;

const config: DeploymentConfig = {
  supabaseUrl: 'http://127.0.0.1:9',
  supabaseKey: 'bench',
  registerUrl: '/register',
  signInUrl: '/sign-in',
  anonymousLimit: 3,
  defaults: { providerId, promptId: null },
  texts: {},
};

const catalog: AiProvidersReply = {
  providers: [
    { id: providerId, name: 'Quick model', description: null },
    { id: idOf(900_002), name: 'Thorough model', description: 'Takes its time' },
  ],
};

const prompts: SystemPromptsReply = {
  prompts: [
    { id: idOf(900_003), name: 'Plain', description: null },
    { id: idOf(900_004), name: 'Brief', description: 'As few words as will do' },
  ],
};

const quota: Quota = { limit: 3, used: 1, remaining: 2, resetsAt: '2030-01-01T00:00:00.000Z' };

const chat = (id: string): Chat => ({ id, title: 'A long talk', updatedAt: '2026-11-02T09:00:00.000Z' });

const chats: ChatHistoryReply = {
  chats: Array.from({ length: 20 }, (_, index) => chat(idOf(index))),
  nextCursor: null,
};

/** What is the same in every visit. */
const replies: Record<string, unknown> = {
  [paths.config]: config,
  [paths.aiProviders]: catalog,
  [paths.systemPrompts]: prompts,
  [paths.anonymousUsage]: quota,
  [paths.chatHistory]: chats,
};

function details(count: number): ChatDetailsReply {
  const messages = writePast(count).map(({ role, text }, index): Message => ({
    id: idOf(index + 1),
    parentId: index === 0 ? null : idOf(index),
    role,
    content: text,
    status: 'complete',
    finishReason: role === 'user' ? null : 'stop',
    providerId: role === 'user' ? null : providerId,
    promptId: null,
    usage: null,
    createdAt: new Date(startedAt + index * minuteMs).toISOString(),
  }));
  return { chat: chat(chatId), messages };
}

const Turn = v.object({ messageId: v.string(), chatId: v.optional(v.string(), idOf(900_005)) });

async function writeTurn(
  request: IncomingMessage,
  response: ServerResponse,
  workload: Workload,
): Promise<void> {
  const { messageId, chatId } = v.parse(Turn, await json(request));
  let events = 0;
  const encode = (part: StreamPart) => encodeStreamPart(part, formatEventId(answerId, (events += 1)));
  const messageMetadata = { chatId, userMessageId: messageId };
  const usage = { inputTokens: 10, outputTokens: 5_000 };
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    [streamHeader[0]]: streamHeader[1],
    [visitorHeader]: 'bench',
  });
  response.write(encode({ type: 'start', messageId: answerId, messageMetadata }));
  response.write(encode({ type: 'data-chat', data: { id: chatId, title: 'Go on' }, transient: true }));
  response.write(encode({ type: 'data-quota', data: quota, transient: true }));
  response.write(encode({ type: 'start-step' }) + encode({ type: 'text-start', id: '0' }));
  await writePieces(response, workload, (delta) => encode({ type: 'text-delta', id: '0', delta }));
  response.write(encode({ type: 'text-end', id: '0' }) + encode({ type: 'finish-step' }));
  response.write(encode({ type: 'finish', finishReason: 'stop', messageMetadata: { usage } }));
  response.end(encodedStreamEnd);
}

/** The Worker as far as a visit needs it, with its wire format and the workload's words. */
export async function replyAsWorker(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  workload: Workload,
): Promise<Reply> {
  if (path === paths.chat) {
    await writeTurn(request, response, workload);
    return 'answer';
  }
  const reply = path === chatDetailsPath(chatId) ? details(workload.pastMessages) : replies[path];
  if (reply !== undefined) writeJson(response, reply, { [visitorHeader]: 'bench' });
  else if (path === chatStreamPath(chatId)) response.writeHead(204).end();
  else return 'none';
  return 'other';
}

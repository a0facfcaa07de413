import type { Sql } from 'postgres';
import type { ChatRequest } from '../../protocol/chat.ts';
import { fromFreshAddress, type ApiCaller } from '../e2e/callers.ts';
import { seeded } from '../e2e/seed.ts';
import type { FaultStack } from './open-fault-stack.ts';
import type { Round } from './plan-run.ts';

/** A round whose people and ids are known. */
export interface OpenRound {
  readonly round: Round;
  readonly headers: Record<string, string>;
  readonly chatId: string;
  /** The message that is answered. */
  readonly questionId: string;
  /** What the client sends, each time it sends it. */
  readonly turn: ChatRequest;
}

/** Makes the callers of rounds and, where a question is answered anew, the chat in which it was asked. */
export async function openRounds(
  stack: FaultStack,
  users: readonly (ApiCaller & { id: string })[],
  rounds: readonly Round[],
): Promise<OpenRound[]> {
  return Promise.all(
    rounds.map(async (round) => {
      const user = round.caller === 'user' ? users[round.number % users.length] : undefined;
      const caller = user ?? (await stack.meet());
      const chatId = crypto.randomUUID();
      const questionId = crypto.randomUUID();
      const providerId = seeded[round.vendor];
      if (round.isRegeneration && user)
        await askBefore(stack.sql, round, { chatId, questionId, userId: user.id });
      const turn: ChatRequest = round.isRegeneration
        ? { providerId, chatId, parentId: questionId, messageId: crypto.randomUUID(), regenerate: true }
        : { providerId, chatId, messageId: questionId, message: round.words };
      return { round, chatId, questionId, turn, headers: { ...fromFreshAddress(), ...caller.headers } };
    }),
  );
}

/** A question and its first answer, as if they had been there for long. */
async function askBefore(
  sql: Sql,
  { words }: Round,
  { chatId, questionId, userId }: { chatId: string; questionId: string; userId: string },
): Promise<void> {
  await sql`insert into public.chats (id, user_id, title) values (${chatId}, ${userId}, 'Asked before')`;
  await sql`
    insert into public.chat_messages (id, chat_id, user_id, role, content)
    values (${questionId}, ${chatId}, ${userId}, 'user', ${words})`;
  await sql`
    insert into public.chat_messages (chat_id, parent_id, role, content, finish_reason)
    values (${chatId}, ${questionId}, 'assistant', ${firstAnswer}, 'stop')`;
}

/** What the question was answered with before. */
export const firstAnswer = 'An answer that somebody wanted anew.';

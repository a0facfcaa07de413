import { rows } from './database.ts';

type Rows = Awaited<ReturnType<typeof rows>>;

/** What a request could spend or write, as it is stored. */
export interface Stock {
  readonly usage: Rows;
  readonly counters: Rows;
  readonly messages: Rows;
  readonly chats: Rows;
}

/** Reads all counters, and of the tables that grow their newest rows. */
export async function takeStock(): Promise<Stock> {
  const [usage, counters, messages, chats] = await Promise.all([
    rows('usage?order=created_at.desc,id&limit=50'),
    rows('usage_counters?order=scope,subject'),
    rows('chat_messages?order=seq.desc&limit=50'),
    rows('chats?order=updated_at.desc,id&limit=50'),
  ]);
  return { usage, counters, messages, chats };
}

/**
 * What was taken between two looks: messages, once for each bucket they are counted in, and micro-USD of the budget.
 * @param chatId leaves out of the budget what turns of other chats did meanwhile: the end of an earlier test's turn may be late
 */
export function spentBetween(
  before: Stock,
  after: Stock,
  chatId?: string,
): { messages: number; microUsd: number } {
  const taken = (...scopes: readonly string[]) => sumOf(after, scopes) - sumOf(before, scopes);
  const byOthers = chatId === undefined ? 0 : heldByOthers(before, after, chatId);
  return { messages: taken('user', 'visitor', 'ip'), microUsd: taken('budget') - byOthers };
}

/** What turns of other chats took of the budget between two looks, by the ledger. */
function heldByOthers(before: Stock, after: Stock, chatId: string): number {
  const earlier = new Map(before.usage.map((row) => [row['id'], held(row)]));
  return after.usage
    .filter((row) => row['chat_id'] !== chatId)
    .reduce((sum, row) => sum + held(row) - (earlier.get(row['id']) ?? 0), 0);
}

function held(row: Rows[number]): number {
  return Number(row['state'] === 'reserved' ? row['reserved_micro_usd'] : row['cost_micro_usd']);
}

function sumOf({ counters }: Stock, scopes: readonly string[]): number {
  return counters
    .filter(({ scope }) => scopes.includes(String(scope)))
    .reduce((sum, { used }) => sum + Number(used), 0);
}

import { expect } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { rows } from './database.ts';
import type { Bill, FailedAnswer } from './failed-answers.ts';
import { spentBetween, takeStock, type Stock } from './take-stock.ts';

/** What an answer of a model of the tests may have, as `offerProvider` says. */
const outputTokensMax = 1_000;

/** The turn that failed. */
interface FailedTurn {
  readonly code: ErrorCode;
  readonly chatId: string;
  readonly message: string;
  /** Before it began. */
  readonly before: Stock;
  /** In how many buckets its message was counted. */
  readonly buckets: number;
}

/** True when the message is given back: not a word came of it. */
export function isGivenBack({ content }: FailedAnswer): boolean {
  return content === undefined;
}

/**
 * Checks what a failed turn has left: the question, as much of the answer as came, one row of the ledger at its price, and
 * no more of anybody's messages and of the budget than that. Models of the tests cost 0.1 micro-USD for a token that they
 * read and 0.5 for one that they write.
 */
export async function expectSettled(failed: FailedAnswer, turn: FailedTurn): Promise<void> {
  const { code, chatId, message, before, buckets } = turn;
  const { content = '', finishReason = null } = failed;
  const status = content === '' ? 'failed' : 'interrupted';
  expect(await rows(`chat_messages?chat_id=eq.${chatId}&order=seq`)).toMatchObject([
    { role: 'user', content: message, status: 'complete' },
    { role: 'assistant', content, status, error_code: code, finish_reason: finishReason },
  ]);
  const bill = billFor(failed, message);
  const state = isGivenBack(failed) ? 'refunded' : 'settled';
  expect(await rows(`usage?chat_id=eq.${chatId}`)).toMatchObject([{ ...bill, state }]);
  expect(spentBetween(before, await takeStock())).toEqual({
    messages: isGivenBack(failed) ? 0 : buckets,
    microUsd: bill.cost_micro_usd,
  });
}

type PricedBill = Bill & { readonly cost_micro_usd: number };

function billFor({ charge, requests, content = '' }: FailedAnswer, message: string): PricedBill {
  if (typeof charge === 'object') return price(charge);
  const question = estimate(`[{"role": "user", "content": "${message}"}]`);
  const bill = { input_tokens: question, output_tokens: estimate(content), is_estimated: true };
  switch (charge) {
    case 'nothing':
      return { ...bill, input_tokens: 0, cost_micro_usd: 0 };
    case 'every request':
      return {
        ...bill,
        input_tokens: requests * question,
        cost_micro_usd: requests * price(bill).cost_micro_usd,
      };
    case 'all that was reserved':
      return { ...price({ ...bill, output_tokens: outputTokensMax }), output_tokens: 0 };
    case 'question and answer':
      return price(bill);
  }
}

function price(bill: Bill): PricedBill {
  return { ...bill, cost_micro_usd: Math.ceil((bill.input_tokens + 5 * bill.output_tokens) / 10) };
}

/** A third of the bytes. */
function estimate(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / 3);
}

import type { ServerResponse } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { cut } from './corpus.ts';

/** What a back end has to say during one visit. */
export interface Workload {
  /** The answer to every message. */
  readonly answer: string;
  /** Milliseconds between two pieces of it; 0 writes all at once. */
  readonly pieceEveryMs: number;
  /** How long the back end thinks before it says anything. */
  readonly replyAfterMs?: number;
  /** How long each file is on its way; at once when left out. */
  readonly fileAfterMs?: number;
  /** How many messages the past conversation has. */
  readonly pastMessages: number;
}

/** Characters in one piece: about a token. */
const pieceCharacters = 4;

/**
 * Writes the answer piece by piece, each at its time: a late timer is made up for, so that all contenders are written to at the
 * same pace.
 * @param encode puts a piece into the contender's wire format
 */
export async function writePieces(
  response: ServerResponse,
  { answer, pieceEveryMs }: Workload,
  encode: (piece: string) => string,
): Promise<void> {
  const pieces = cut(answer, pieceCharacters);
  const startedAt = performance.now();
  let written = 0;
  while (written < pieces.length && !response.destroyed) {
    const due = pieceEveryMs === 0 ? pieces.length : (performance.now() - startedAt) / pieceEveryMs + 1;
    for (const piece of pieces.slice(written, due)) response.write(encode(piece));
    written = Math.floor(due);
    await pass(pieceEveryMs);
  }
}

/** A whole reply of JSON. */
export function writeJson(
  response: ServerResponse,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body));
}

/** Begins a reply that arrives in pieces. */
export function openStream(response: ServerResponse, type: string): void {
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}

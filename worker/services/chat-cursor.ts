import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { ChatCursor } from '../ports/chat-repository.ts';

/** PostgREST writes `2026-11-01T12:00:00.5+00:00`, Supabase Lite the same with a blank and a short offset. */
const timestamp = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/;

/** Both values go into a filter of the Data API, so nothing but a time and an id may come out of a cursor. */
const Cursor = v.pipe(
  v.string(),
  v.maxLength(200),
  v.transform((text) => text.replaceAll('-', '+').replaceAll('_', '/')),
  v.base64(),
  // Called by name: workerd refuses to call it as a method of the schema.
  v.transform((text) => atob(text)),
  v.parseJson(),
  v.tuple([v.pipe(v.string(), v.regex(timestamp)), Uuid]),
);

/** A place in a list of chats as a string that a client hands back unread. */
export function encodeCursor({ updatedAt, id }: ChatCursor): string {
  return btoa(JSON.stringify([updatedAt, id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/** @returns null for a string that {@link encodeCursor} has not made */
export function decodeCursor(text: string): ChatCursor | null {
  const result = v.safeParse(Cursor, text);
  if (!result.success) return null;
  const [updatedAt, id] = result.output;
  return { updatedAt, id };
}

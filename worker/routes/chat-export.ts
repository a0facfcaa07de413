import type { Context, Handler } from 'hono';
import { ChatExportQuery, type ChatExport } from '../../protocol/history.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { AppError } from '../errors.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Catalog } from '../services/catalog.ts';
import { attachment } from './content-disposition.ts';
import { parseInput } from './parse-input.ts';
import { readPathId } from './read-path-id.ts';
import { renderTranscript } from './render-transcript.ts';

interface ChatExportDeps {
  readonly chats: ChatRepository;
  readonly catalog: Catalog;
  readonly clock: Clock;
}

/**
 * `GET /api/chat-details/:chatId/export`: a user's chat as a file: as Markdown what its reader sees, or as JSON all that
 * there is.
 */
export function getChatExport(deps: ChatExportDeps): Handler<AppEnv, '/:chatId'> {
  return async (c) => {
    const chatId = readPathId(c.req.param('chatId'));
    const { format } = parseInput(ChatExportQuery, c.req.query(), 'parameter');
    const read = () => deps.chats.getWholeChat(c.get('user'), chatId);
    const { chat, messages } = await c.get('timings').measure('db', read);
    const exportedAt = new Date(deps.clock.now()).toISOString();
    const whole: ChatExport = { exportedAt, chat, messages };
    if (format === 'json') return replyFile(c, whole, format, JSON.stringify(whole, null, 2));
    const names = await c.get('timings').measure('db', () => nameProviders(deps.catalog));
    return replyFile(c, whole, format, renderTranscript(whole, names));
  };
}

/** Names by id; none when they can't be read: without the names of its models a chat is still a chat. */
async function nameProviders(catalog: Catalog): Promise<ReadonlyMap<string, string>> {
  try {
    const { providers } = await catalog.load();
    return new Map(providers.map(({ id, name }) => [id, name]));
  } catch (error) {
    if (error instanceof AppError) return new Map();
    throw error;
  }
}

const contentTypes = { json: 'application/json', md: 'text/markdown; charset=utf-8' } as const;

function replyFile(
  c: Context<AppEnv>,
  { chat }: ChatExport,
  format: keyof typeof contentTypes,
  text: string,
): Response {
  c.header('content-type', contentTypes[format]);
  c.header('content-disposition', attachment(chat.title, format));
  return c.body(text);
}

import type { Handler } from 'hono';
import type { SystemPromptsReply } from '../../protocol/catalog.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { Catalog } from '../services/catalog.ts';

/** `GET /api/system-prompts`: the prompts one can choose, with their descriptions. Their text stays here. */
export function getSystemPrompts({ catalog }: { readonly catalog: Catalog }): Handler<AppEnv> {
  return async (c) => {
    const { prompts } = await c.get('timings').measure('db', () => catalog.load());
    const reply: SystemPromptsReply = {
      prompts: prompts.map(({ id, name, description }) => ({ id, name, description })),
    };
    return c.json(reply);
  };
}

import type { Handler } from 'hono';
import type { AiProvidersReply } from '../../protocol/catalog.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { Catalog } from '../services/catalog.ts';

/** `GET /api/ai-providers`: the models one can choose. Fields are named one by one, so that no new one slips out. */
export function getAiProviders({ catalog }: { readonly catalog: Catalog }): Handler<AppEnv> {
  return async (c) => {
    const { providers } = await c.get('timings').measure('db', () => catalog.load());
    const reply: AiProvidersReply = {
      providers: providers.map(({ id, name, description }) => ({ id, name, description })),
    };
    return c.json(reply);
  };
}

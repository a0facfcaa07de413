import type { Handler } from 'hono';
import type { DeploymentConfig } from '../../protocol/config.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import type { Config } from '../env.ts';
import type { Catalog } from '../services/catalog.ts';

interface ConfigDeps {
  readonly config: Config;
  readonly catalog: Catalog;
}

/** `GET /api/config`: what the widget needs to know of this deployment. The first of each list is the default. */
export function getConfig({ config, catalog }: ConfigDeps): Handler<AppEnv> {
  return async (c) => {
    const { providers, prompts } = await c.get('timings').measure('db', () => catalog.load());
    const reply: DeploymentConfig = {
      supabaseUrl: config.supabase.url,
      supabaseKey: config.supabase.publishableKey,
      registerUrl: config.registerUrl,
      signInUrl: config.signInUrl,
      anonymousLimit: config.limits.anonymousMessageLimit,
      defaults: { providerId: providers[0]?.id ?? null, promptId: prompts[0]?.id ?? null },
      texts: {},
    };
    return c.json(reply);
  };
}

import { getRequestListener } from '@hono/node-server';
import type { Plugin } from 'vite';

const prefixes = ['/auth/v1/', '/rest/v1/'];

/**
 * Mounts an embedded Supabase on the development server, under the paths of a hosted project.
 * @param handle answers a request of those paths
 */
export function embeddedSupabase(handle: (request: Request) => Promise<Response>): Plugin {
  const listener = getRequestListener(handle);
  return {
    name: 'paynless:embedded-supabase',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!prefixes.some((prefix) => request.url?.startsWith(prefix))) {
          next();
          return;
        }
        listener(request, response).catch(next);
      });
    },
  };
}

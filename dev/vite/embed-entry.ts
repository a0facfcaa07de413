import type { Plugin } from 'vite';

/**
 * Serves the widget's source under the address that a host page uses, so that a page is the same in development and in
 * production. Other origins may load it, as they may the built one.
 */
export function embedEntry(): Plugin {
  return {
    name: 'paynless:embed-entry',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path, query] = (request.url ?? '').split('?');
        if (path === '/paynless-chat.js') request.url = `/widget/index.ts${query ? `?${query}` : ''}`;
        next();
      });
    },
  };
}

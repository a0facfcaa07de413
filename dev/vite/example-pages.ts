import type { Plugin } from 'vite';

/**
 * Gives the example pages their addresses: `/` is `examples/home`, `/sign-in` is `examples/sign-in`, and so on, as in the
 * built site.
 * @param names the folders of `examples/` that hold a page
 */
export function examplePages(names: readonly string[]): Plugin {
  return {
    name: 'paynless:example-pages',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path = '/', query] = (request.url ?? '').split('?');
        const name = path === '/' ? 'home' : path.slice(1).replace(/\/$/, '');
        if (names.includes(name)) {
          request.url = `/examples/${name}/index.html${query ? `?${query}` : ''}`;
        }
        next();
      });
    },
  };
}

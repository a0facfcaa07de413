import type { Plugin } from 'vite';

/**
 * Gives sources their public addresses, in development and in the build alike, so that a page reads the same in both:
 * `/paynless-chat.js` is the widget's entry, `/` is `examples/home`, `/sign-in` is `examples/sign-in`, and so on.
 * @param pages the folders of `examples/` that hold a page
 */
export function siteAddresses(pages: readonly string[]): Plugin {
  const sources = new Map([
    ['/paynless-chat.js', '/widget/index.ts'],
    ...pages.map((name): [string, string] => [name === 'home' ? '/' : `/${name}`, `/examples/${name}/`]),
  ]);
  return {
    name: 'paynless:site-addresses',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [path = '', query] = (request.url ?? '').split('?');
        const source = sources.get(path);
        if (source) {
          request.url = query ? `${source}?${query}` : source;
          // The Worker's plugin looks at the original address.
          request.originalUrl = request.url;
        }
        // Another site's page may load the widget, as it may the built one. The API speaks for itself.
        if (!/^\/(api|auth|rest)\//.test(path)) response.setHeader('access-control-allow-origin', '*');
        next();
      });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const name of pages) {
          const page = bundle[`examples/${name}/index.html`];
          if (page) page.fileName = name === 'home' ? 'index.html' : `${name}/index.html`;
        }
      },
    },
  };
}

import type { Plugin } from 'vite';

/**
 * How the Worker's static assets are served (https://developers.cloudflare.com/workers/static-assets/headers/). Module
 * scripts need CORS on another site's page; hashed files never change; the entry keeps its name, so it is asked for
 * again soon.
 */
const headers = `/paynless-chat.js
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff
  Cache-Control: public, max-age=60, must-revalidate

/assets/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff
  Cache-Control: public, max-age=31536000, immutable
`;

/** Adds the `_headers` file to a build. */
export function assetHeaders(): Plugin {
  return {
    name: 'paynless:asset-headers',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headers });
    },
  };
}

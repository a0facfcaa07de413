import { createServer, type Server } from 'node:http';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../browser/find-chromium.ts';
import { freePort } from '../../free-port.ts';
import { modelVariables } from '../../model-server/model-variables.ts';
import { type ApiCaller, fromFreshAddress, signUpMember } from '../callers.ts';
import { listen, serveAssets } from '../serve-assets.ts';
import { openSite, type Site } from '../visit.ts';
import { buildWidget } from './build-widget.ts';
import { startHostileModel } from './start-hostile-model.ts';

/** A page of somebody else's site, on which the built widget stands. */
export interface HostPage {
  /** In the head, before the widget's script. */
  head?: string;
  /** In the place of the plain element and its script. */
  body?: string;
  /** Attributes of the element. */
  attributes?: string;
  /** `Content-Security-Policy` of the page. */
  policy?: string;
  /** Runs before anything of the page, as what a browser or an extension has done to it. */
  before?: () => void;
  browser?: BrowserContextOptions;
}

/** A page that is looked at. */
export interface Visit {
  page: Page;
  /** Every address that was asked for, in order, without those of the page itself. */
  asked: string[];
  /** What the page threw or complained of, policy violations included. */
  complaints: string[];
}

/** The built widget on pages of another origin than its script and its API. */
export interface Hosts {
  site: Site;
  /** The origin of the script. */
  script: string;
  /** The origin of the API. */
  api: string;
  /** The origin of the pages. */
  origin: string;
  visit(host?: HostPage): Promise<Visit>;
  signUp(): Promise<ApiCaller & { id: string }>;
  close(): Promise<void>;
}

/** So that no test meets the limits that others prove. */
const roomy = { ANONYMOUS_MESSAGE_LIMIT: '1000', ANONYMOUS_IP_MESSAGE_LIMIT: '1000', MODEL_TITLES: 'false' };

/** Builds the widget and starts {@link Hosts}. Their model answers as {@link startHostileModel} says. */
export async function openHosts(): Promise<Hosts> {
  const widget = await buildWidget();
  const assets = serveAssets(widget.folder);
  const script = await listen(assets);
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const model = await startHostileModel();
  const site = await openSite({ ...modelVariables(model.url), ...roomy, ALLOWED_ORIGINS: origin });
  const api = site.stack.url;
  const pages = new Map<string, HostPage>();
  const server = servePages(pages, script, api);
  await listen(server, port);
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  return {
    site,
    script,
    api,
    origin,
    async visit(host = {}) {
      const path = `/${String(pages.size)}`;
      pages.set(path, host);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...host.browser });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      // Each visitor from an address of their own, as on the internet.
      await page.route(`${api}/**`, (route) =>
        route.continue({ headers: { ...route.request().headers(), ...fromFreshAddress() } }),
      );
      if (host.before) await page.addInitScript(host.before);
      const visit: Visit = { page, asked: [], complaints: [] };
      page.on('request', (request) => visit.asked.push(request.url()));
      page.on('pageerror', (error) => visit.complaints.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') visit.complaints.push(message.text());
      });
      await page.goto(origin + path);
      visit.asked.splice(0, 1);
      return visit;
    },
    signUp: () => {
      const { SUPABASE_URL: url = '', SUPABASE_PUBLISHABLE_KEY: publishableKey = '' } =
        site.stack.environment;
      return signUpMember({ url, publishableKey });
    },
    async close() {
      await browser.close();
      server.close();
      assets.close();
      await site.close();
      await model.stop();
      widget.remove();
    },
  };
}

function servePages(pages: ReadonlyMap<string, HostPage>, script: string, api: string): Server {
  return createServer((request, response) => {
    const host = pages.get(request.url ?? '');
    if (!host) {
      response.writeHead(404).end();
      return;
    }
    const { head = '', attributes = '', policy } = host;
    const widget = `<script type="module" src="${script}/paynless-chat.js"></script>
      <paynless-chat api-url="${api}" ${attributes}></paynless-chat>`;
    response.writeHead(200, {
      'content-type': 'text/html',
      ...(policy && { 'content-security-policy': policy }),
    }).end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
        <link rel="icon" href="data:,">${head}</head><body>${host.body ?? `<h1>Host</h1>${widget}`}</body></html>`);
  });
}

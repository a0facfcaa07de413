import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumFlags, findChromium } from '../browser/find-chromium.ts';
import { listen } from '../e2e/serve-assets.ts';

/** Bundles what a site writes, as its own tools would. */
async function bundle(code: string): Promise<Rolldown.OutputChunk[]> {
  const folder = mkdtempSync(join(inject('consumer'), 'bundle-'));
  const entry = join(folder, 'site.js');
  writeFileSync(entry, code);
  const outputs = await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: entry, output: { entryFileNames: 'site.js' } },
    },
  });
  return [outputs]
    .flat()
    .flatMap((output) => ('output' in output ? output.output : []))
    .filter((file) => file.type === 'chunk');
}

const modulesOf = (chunks: readonly Rolldown.OutputChunk[]): string =>
  chunks.flatMap(({ moduleIds }) => moduleIds).join('\n');

describe('a bundle of the package', () => {
  let chunks: Rolldown.OutputChunk[];
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    chunks = await bundle("import 'paynless-chat/define';");
    const script = '<!doctype html><script type="module" src="/site.js"></script>';
    const pages = new Map([
      ['/', `${script}<paynless-chat api-url="/"></paynless-chat>`],
      ['/no-address', `${script}<paynless-chat></paynless-chat>`],
    ]);
    const files = new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]));
    server = createServer((request, response) => {
      const url = request.url ?? '';
      const body = files.get(url) ?? pages.get(url);
      const type = files.has(url) ? 'text/javascript' : 'text/html';
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
    });
    origin = await listen(server);
    browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('keeps for later what not every visitor needs', () => {
    // Chunks of code that several others share are loaded with the first of them.
    const atOnce = new Set(chunks.filter(({ isEntry }) => isEntry));
    for (const { imports } of atOnce)
      for (const chunk of chunks) if (imports.includes(chunk.fileName)) atOnce.add(chunk);
    const later = modulesOf(chunks.filter((chunk) => !atOnce.has(chunk)));
    for (const part of ['paynless-chat/panel.js', 'limit-notice.js', 'node_modules/marked/', '/auth-js/']) {
      expect(later).toContain(part);
      expect(modulesOf([...atOnce])).not.toContain(part);
    }
  });

  it('leaves out what is not used', async () => {
    const event = await bundle(
      "import { PaynlessOpenEvent } from 'paynless-chat'; console.log(PaynlessOpenEvent);",
    );
    expect(modulesOf(event)).not.toContain('node_modules/lit');
    expect(event.map(({ code }) => code).join('').length).toBeLessThan(500);
    const nothing = await bundle("import 'paynless-chat'; import 'paynless-chat/react'; console.log(1);");
    expect(nothing.map(({ code }) => code).join('').length).toBeLessThan(100);
  });

  /** What a page says on the console and throws, until its chat is there. */
  async function visit(path: string): Promise<{ page: Page; said: string[] }> {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('pageerror', ({ message }) => said.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text());
    });
    // No favicon to miss.
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await page.goto(origin + path);
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    return { page, said };
  }

  it('is a chat that opens', async () => {
    const { page, said } = await visit('/');
    expect(said).toEqual([]);
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
  });

  it('says what is missing when it knows no Worker', async () => {
    const { said } = await visit('/no-address');
    expect(said).toEqual([expect.stringContaining('api-url')]);
  });
});

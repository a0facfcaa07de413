import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumFlags, findChromium } from '../../browser/find-chromium.ts';
import { buildWidget } from '../safety/build-widget.ts';
import { listen } from '../serve-assets.ts';
import { compareImages, shrink } from './compare-image.ts';
import { now } from './scripted-data.ts';
import { serveScriptedWorker } from './scripted-worker.ts';
import { type State, states } from './states.ts';

/*
 * What the chat looks like, compared with pictures of it. After a change that is meant, `npm run snapshots:update` takes them
 * anew: look at each of them. What a failed test has seen is left in `test-results/snapshots`.
 */

const references = fileURLToPath(new URL('./references/', import.meta.url));
const results = fileURLToPath(new URL('../../../test-results/snapshots/', import.meta.url));
const isUpdate = process.env['UPDATE_SNAPSHOTS'] === '1';

/** What another build of Chromium may draw differently, see `Difference`. Between 147 and 156, two thirds of it were seen. */
const most = { share: 0.01, worstShare: 0.12, worstTint: 20 };

const bytesMax = 40_000;

let browser: Browser;
let worker: Server;
let url: string;
let widget: Awaited<ReturnType<typeof buildWidget>>;

beforeAll(async () => {
  widget = await buildWidget();
  worker = serveScriptedWorker(widget.folder);
  url = await listen(worker);
  // Text is drawn alike on every machine: in grey, at exact places.
  const flags = ['--disable-lcd-text', '--font-render-hinting=none', '--force-color-profile=srgb'];
  browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumFlags, ...flags] });
});

afterAll(async () => {
  await browser.close();
  worker.closeAllConnections();
  worker.close();
  widget.remove();
});

interface Look {
  screen: 'desktop' | 'phone';
  colorScheme: 'light' | 'dark';
  dir?: 'rtl';
}

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** The corner of a large window in which the chat is; all of a small one. */
function clipFor({ screen, dir }: Look) {
  if (screen === 'phone') return { x: 0, y: 0, ...screens.phone.viewport };
  const [width, height] = [440, 680];
  return { x: dir === 'rtl' ? 0 : 1280 - width, y: 800 - height, width, height };
}

async function openPage(look: Look, { attributes = {} }: State): Promise<Page> {
  const context = await browser.newContext({
    ...screens[look.screen],
    colorScheme: look.colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.clock.setFixedTime(now);
  await page.goto(
    `${url}/?${String(new URLSearchParams({ ...attributes, ...(look.dir && { dir: look.dir }) }))}`,
  );
  await page.evaluate(async () => {
    await Promise.all(['400', '500', '600'].map((weight) => document.fonts.load(`${weight} 15px Inter`)));
  });
  return page;
}

/** A picture of a page that has come to rest: two in a row are the same. */
async function takePicture(page: Page, look: Look): Promise<Buffer> {
  const take = () =>
    page.screenshot({ clip: clipFor(look), animations: 'disabled', caret: 'hide', scale: 'css' });
  for (let before = await take(); ;) {
    const picture = await take();
    if (picture.equals(before)) return shrink(picture);
    before = picture;
  }
}

function expectPicture(name: string, actual: Buffer): void {
  const file = join(references, `${name}.png`);
  if (isUpdate) {
    mkdirSync(references, { recursive: true });
    writeFileSync(file, actual);
  }
  expect(existsSync(file), `There is no ${name}.png yet: npm run snapshots:update`).toBe(true);
  const difference = compareImages(actual, readFileSync(file));
  const { picture, ...numbers } = difference ?? { picture: null, share: 1, worstShare: 1, worstTint: 255 };
  const { share, worstShare, worstTint } = numbers;
  const isAlike = share <= most.share && worstShare <= most.worstShare && worstTint <= most.worstTint;
  if (!isAlike) {
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, `${name}.actual.png`), actual);
    if (picture) writeFileSync(join(results, `${name}.diff.png`), picture);
  }
  expect(isAlike, `${name} looks different: ${JSON.stringify(numbers)}, see ${results}`).toBe(true);
  expect(actual.length).toBeLessThanOrEqual(bytesMax);
}

const looks: Look[] = [
  { screen: 'desktop', colorScheme: 'light' },
  { screen: 'desktop', colorScheme: 'dark' },
  { screen: 'phone', colorScheme: 'light' },
  { screen: 'phone', colorScheme: 'dark' },
];

const rightToLeft: Look = { screen: 'desktop', colorScheme: 'light', dir: 'rtl' };

const cases = states.flatMap((state) =>
  (['conversation', 'history'].includes(state.name) ? [...looks, rightToLeft] : looks).map((look) => ({
    state,
    look,
    name: [state.name, look.screen, look.colorScheme, look.dir ?? []].flat().join('-'),
  })),
);

describe('the chat looks as it did', () => {
  it.each(cases)('$name', async ({ state, look, name }) => {
    const page = await openPage(look, state);
    await state.reach(page);
    await page.mouse.move(1, 1);
    expectPicture(name, await takePicture(page, look));
    await page.context().close();
  });
});

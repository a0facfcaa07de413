import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { withPage } from './bench-page.ts';
import type { BenchServer, Visit } from './bench-server.ts';
import type { Contender } from './contender.ts';
import { lastWords, writeAnswer } from './corpus.ts';
import type { Figures } from './rows.ts';
import type { Workload } from './workload.ts';

const bytesPerKb = 1_000;

/** Long enough for what a contender does when it thinks nobody looks. */
const settleMs = 1_500;

/** How long a pointer rests before it clicks, when its person thinks about it. */
const restMs = 500;

/** Code that names no language: a highlighter is nobody's first need, and deep-chat has none in its bundle. */
const workload: Workload = { answer: writeAnswer(3_000, '```'), pieceEveryMs: 0, pastMessages: 0 };

/** Waits for the launcher. @returns when it was there, in milliseconds since the navigation */
async function awaitLauncher(page: Page, { launcher, behindLauncher }: Contender): Promise<number> {
  return page.evaluate(([launcher, behind]) => window.benchProbe.whenUsable(launcher, behind), [
    launcher,
    behindLauncher,
  ] as const);
}

/**
 * Clicks on the launcher.
 * @param restMs how long the pointer rests on it before
 * @returns how long it took until the composer could be used, in milliseconds
 */
async function clickLauncher(page: Page, { launcher, composer }: Contender, restMs = 0): Promise<number> {
  const { x, y } = await page.evaluate((selector) => window.benchSight.middle(selector), launcher);
  await page.evaluate((selector) => {
    window.benchProbe.awaitClick(selector);
  }, composer);
  if (restMs > 0) await page.mouse.move(x, y);
  await pass(restMs);
  await page.mouse.click(x, y);
  return page.evaluate(() => window.benchProbe.sinceClick());
}

async function measureLauncher(server: BenchServer, contender: Contender, restMs: number) {
  const visit: Visit = { contender, setting: 'floating', workload };
  return withPage(server, visit, { isThrottled: true }, async ({ page }) => {
    const launcherMs = await awaitLauncher(page, contender);
    await server.quiet();
    return { launcherMs, openMs: await clickLauncher(page, contender, restMs) };
  });
}

/** How soon a launcher is there, and how soon the panel that it opens. */
export async function measureOpening(server: BenchServer, contender: Contender): Promise<Figures> {
  const { launcherMs, openMs } = await measureLauncher(server, contender, 0);
  const rested = await measureLauncher(server, contender, restMs);
  return { launcherMs, openMs, restedOpenMs: rested.openMs };
}

/** What goes over the wire until the launcher shows, until an open panel can be used, and what it then fetches ahead. */
export async function measureBytes(server: BenchServer, contender: Contender): Promise<Figures> {
  // What takes its time parts what the panel waits for from what it fetches when it has that.
  const slow = { replyAfterMs: 1_000, fileAfterMs: 250 };
  const visit: Visit = { contender, setting: 'floating', workload: { ...workload, ...slow } };
  return withPage(server, visit, { isThrottled: false }, async ({ page, foreign }) => {
    await awaitLauncher(page, contender);
    const launcher = await server.quiet();
    await clickLauncher(page, contender);
    const open = server.traffic();
    const ahead = await server.quiet();
    return {
      launcherBytes: launcher.fileBytes / bytesPerKb,
      launcherRequests: launcher.requests,
      openBytes: open.fileBytes / bytesPerKb,
      aheadBytes: ahead.fileBytes / bytesPerKb,
      aheadRequests: ahead.requests,
      foreignRequests: foreign.length,
    };
  });
}

/** What goes over the wire when somebody who is signed in uses all of it: an answer, and the list of their chats. */
export async function measureEverything(server: BenchServer, contender: Contender): Promise<Figures> {
  const visit: Visit = { contender, setting: 'member', workload };
  return withPage(server, visit, { isThrottled: false }, async ({ page }) => {
    await awaitLauncher(page, contender);
    await clickLauncher(page, contender);
    await server.quiet();
    await contender.send(page);
    await page.evaluate((words) => window.benchProbe.whenSaid(words, 'last'), lastWords);
    await contender.useTheRest?.(page);
    const { fileBytes } = await server.quiet();
    return { allBytes: fileBytes / bytesPerKb };
  });
}

/** How soon one that is a part of its page can be used. */
export async function measureInline(server: BenchServer, contender: Contender): Promise<Figures> {
  const visit: Visit = { contender, setting: 'inline', workload };
  return withPage(server, visit, { isThrottled: true, isTraced: true }, async (bench) => {
    const inlineMs = await bench.page.evaluate(
      (selector) => window.benchProbe.whenUsable(selector),
      contender.composer,
    );
    await pass(settleMs);
    const { taskMs } = await bench.work();
    return { inlineMs, inlineTaskMs: taskMs, inlineLongestMs: await bench.longestTaskMs() };
  });
}

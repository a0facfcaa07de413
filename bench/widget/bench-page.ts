import { chromium, type CDPSession, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../dev/browser/find-chromium.ts';
import type { BenchServer, Visit } from './bench-server.ts';
import { longestTaskMs, taskCategories } from './longest-task.ts';
import { installProbe } from './page-probe.ts';
import { installSight } from './page-sight.ts';

/** What the main thread did, in milliseconds since its process began, the start of that included. */
export interface Work {
  readonly taskMs: number;
  /**
   * All but style and layout. What Chromium itself calls script leaves out what runs in microtasks, and that is where
   * streams are read.
   */
  readonly scriptMs: number;
}

/** A page under measurement, in a browser of its own. */
export interface BenchPage {
  readonly page: Page;
  /** Addresses of other hosts that the page asked, in vain. */
  readonly foreign: readonly string[];
  work(): Promise<Work>;
  /** From now on tasks are watched; before the navigation where `isTraced`. */
  startTrace(): Promise<void>;
  /** The longest task since then, in milliseconds. */
  longestTaskMs(): Promise<number>;
  /** Bytes of JavaScript's heap after a collection. */
  heapBytes(): Promise<number>;
}

/** How many times slower the processor is made. */
export const throttledBy = 4;

const flags = [
  ...chromiumFlags,
  // A contender that asks another host would measure the network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

async function readMetrics(cdp: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
}

async function readWork(cdp: CDPSession): Promise<Work> {
  const metric = await readMetrics(cdp);
  const styleAndLayout = metric('RecalcStyleDuration') + metric('LayoutDuration');
  const task = metric('TaskDuration');
  return { taskMs: task * 1000, scriptMs: (task - styleAndLayout) * 1000 };
}

/**
 * Opens the visit's page and measures in it.
 * @param isThrottled the processor is made {@link throttledBy} times slower
 * @throws AggregateError when the page threw an error that nobody caught
 */
export async function withPage<Figures>(
  server: BenchServer,
  visit: Visit,
  { isThrottled, isTraced = false }: { isThrottled: boolean; isTraced?: boolean },
  measure: (bench: BenchPage) => Promise<Figures>,
): Promise<Figures> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  const errors: Error[] = [];
  const foreign: string[] = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => errors.push(error));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.origin) && url.startsWith('http')) foreign.push(url);
    });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    await page.addInitScript(installSight);
    await page.addInitScript(installProbe);
    const startTrace = () => browser.startTracing(page, { categories: taskCategories });
    server.begin(visit);
    await page.goto(`${server.origin}/blank`);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: isThrottled ? throttledBy : 1 });
    if (isTraced) await startTrace();
    await page.goto(`${server.origin}/page`, { waitUntil: 'commit' });
    const figures = await measure({
      page,
      foreign,
      work: () => readWork(cdp),
      startTrace,
      longestTaskMs: async () => longestTaskMs((await browser.stopTracing()).toString()),
      async heapBytes() {
        await cdp.send('HeapProfiler.collectGarbage');
        return (await readMetrics(cdp))('JSHeapUsedSize');
      },
    });
    if (errors.length > 0) throw new AggregateError(errors, errors[0]?.message);
    return figures;
  } finally {
    await browser.close();
  }
}

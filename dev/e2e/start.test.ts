import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';

/** `npm start` as its user meets it: a process, what it prints, and how it ends. */
const script = fileURLToPath(new URL('../start.ts', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'paynless-start-'));
const started: Run[] = [];

afterEach(() => {
  for (const run of started.splice(0)) if (isGroupAlive(run)) process.kill(groupOf(run), 'SIGKILL');
});

afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

interface Run {
  process: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

/**
 * Starts it in a process group of its own, so that whatever it leaves behind can be found, and with nothing of the
 * owner's: no variable of theirs, no `.dev.vars`.
 */
function start(port: number, environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [script], {
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DEV_VARS_FILE: join(dataDir, 'none.dev.vars'),
      PORT: String(port),
      DATA_DIR: dataDir,
      ...environment,
    },
  });
  let text = '';
  const keep = (chunk: Buffer) => (text += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exit = once(child, 'close').then(() => child.exitCode);
  const run = { process: child, output: () => text, exit };
  started.push(run);
  return run;
}

async function untilReady(run: Run): Promise<void> {
  await expect.poll(run.output, { timeout: 40_000 }).toContain('Ctrl-C stops everything.');
}

function groupOf({ process: { pid } }: Run): number {
  return -(pid ?? Number.NaN);
}

function isGroupAlive(run: Run): boolean {
  try {
    process.kill(groupOf(run), 0);
    return true;
  } catch {
    return false;
  }
}

/** What Ctrl-C in a terminal does: a signal to the whole group. */
async function interrupt(run: Run): Promise<void> {
  process.kill(groupOf(run), 'SIGINT');
  expect(await run.exit).toBe(0);
  await expect.poll(() => isGroupAlive(run)).toBe(false);
}

describe('npm start', () => {
  it('keeps what was written over a restart, and leaves no process behind', async () => {
    const port = await freePort();
    const url = `http://localhost:${String(port)}`;
    const first = start(port);
    await untilReady(first);
    const { providers } = (await (await fetch(`${url}/api/ai-providers`)).json()) as {
      providers: { id: string }[];
    };
    const sent = await fetch(`${url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ message: 'Will you remember?', providerId: providers[0]?.id }),
    });
    const { chatId } = (await sent.json()) as { chatId: string };
    const visitor = sent.headers.get('x-paynless-visitor') ?? '';

    const second = start(port);
    expect(await second.exit).toBe(1);
    expect(second.output().trim()).toMatch(/^Port \d+ is in use\. .*$/);
    const elsewhere = start(await freePort());
    expect(await elsewhere.exit).toBe(1);
    expect(elsewhere.output().trim()).toMatch(/ is in use by process \d+\. .*$/);
    await interrupt(first);

    const third = start(port);
    await untilReady(third);
    const details = await fetch(`${url}/api/chat-details/${chatId}`, {
      headers: { 'x-paynless-visitor': visitor },
    });
    expect(await details.json()).toMatchObject({
      messages: [{ role: 'user', content: 'Will you remember?' }, { role: 'assistant' }],
    });
    await interrupt(third);
  });

  it.each([
    ['SUPABASE_URL alone', { SUPABASE_URL: 'https://x.supabase.co' }, 'SUPABASE_PUBLISHABLE_KEY'],
    ['a port that is none', { PORT: 'http' }, 'PORT'],
    ['a budget that is none', { DAILY_BUDGET_USD: 'much' }, 'DAILY_BUDGET_USD'],
  ])('says in one line what is wrong with %s', async (_what, environment, name) => {
    const run = start(await freePort(), environment);
    expect(await run.exit).toBe(1);
    expect(run.output().trim()).toContain(name);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(isGroupAlive(run)).toBe(false);
  });
});

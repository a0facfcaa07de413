import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { type BenchServer, openBenchServer } from './bench-server.ts';
import type { Contender } from './contender.ts';
import { createDeepChat } from './contenders/deep-chat.ts';
import { floor } from './contenders/floor.ts';
import { createN8nChat } from './contenders/n8n-chat.ts';
import { createPaynlessChat } from './contenders/paynless-chat.ts';
import { findPeer } from './find-peer.ts';
import { measureFastStream, measurePast, measureSlowStream } from './measure-conversation.ts';
import { measureBytes, measureEverything, measureInline, measureOpening } from './measure-startup.ts';
import { printTable } from './print-table.ts';
import type { Figures } from './rows.ts';

// `npm run bench:widget`: our widget in Chromium, beside its peers and beside a bare page, in one run. They take turns, so that
// whatever else the machine does comes upon all of them.

const parts: Record<string, (server: BenchServer, contender: Contender) => Promise<Figures>> = {
  bytes: measureBytes,
  opening: measureOpening,
  everything: measureEverything,
  inline: measureInline,
  past: measurePast,
  slow: measureSlowStream,
  fast: measureFastStream,
};

const { values: options } = parseArgs({
  options: {
    /** How often everything is measured; medians are shown. */
    reps: { type: 'string', default: '3' },
    /** One of the parts above; may be repeated. */
    part: { type: 'string', multiple: true, default: Object.keys(parts) },
    /** One of the contenders, by its id; may be repeated. */
    contender: { type: 'string', multiple: true },
  },
});

async function buildWidget(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await build({
    root,
    configFile: `${root}vite.config.ts`,
    mode: 'widget',
    logLevel: 'warn',
    build: { outDir },
  });
}

function findContenders(built: string): Contender[] {
  const deepChat = findPeer({
    specifier: 'deep-chat@2.4.2',
    integrity:
      'sha512-wQNd6Z6HDoH7OMeoQKpmxDm9XdWrRjMkBJ2yl5tsYND9Dz2UCv/BdGVM8vK2V0mhO1u+OniHYPWDGvjlNxjCeQ==',
  });
  const n8nChat = findPeer({
    specifier: '@n8n/chat@1.37.0',
    integrity:
      'sha512-V1EQxDp/+rW6o/5OZgbwDfgPJXG8Jrn3TIdq7Z/26QTP90Uo3g2gv8CMnaQcphdTQVR+K06X34DOCRHXa8Tqnw==',
  });
  const all = [floor, createPaynlessChat(built), createDeepChat(deepChat), createN8nChat(n8nChat)];
  const wanted = options.contender;
  return wanted ? all.filter(({ id }) => wanted.includes(id)) : all;
}

/** One turn of everybody, another one first each time. */
async function takeTurns(
  server: BenchServer,
  contenders: readonly Contender[],
  turn: number,
  found: (contender: Contender, figures: Figures) => void,
): Promise<void> {
  for (const part of options.part) {
    const measure = parts[part];
    if (!measure) throw new Error(`There is no part ${part}. There are: ${Object.keys(parts).join(', ')}`);
    const first = turn % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      console.error(`  ${String(turn + 1)}/${options.reps} ${part}: ${contender.name}`);
      found(contender, await measure(server, contender));
    }
  }
}

async function main(): Promise<boolean> {
  const built = mkdtempSync(join(tmpdir(), 'paynless-bench-'));
  const results = new Map<string, Figures[]>();
  const loads = [loadavg()[0] ?? 0];
  try {
    await buildWidget(built);
    const contenders = findContenders(built);
    const server = await openBenchServer();
    try {
      // Once for nothing: files are compressed, the machine has everything at hand.
      for (const contender of contenders) await measureInline(server, contender);
      for (let turn = 0; turn < Number(options.reps); turn += 1)
        await takeTurns(server, contenders, turn, ({ id }, figures) => {
          results.set(id, [...(results.get(id) ?? []), figures]);
          loads.push(loadavg()[0] ?? 0);
        });
    } finally {
      server.close();
    }
    console.log();
    const isWithin = printTable(results, contenders, 'paynless-chat');
    const [begin = 0] = loads;
    const cores = `${String(availableParallelism())} cores`;
    console.log(
      `\nMedians of ${options.reps}. ${cores}, load average ${begin.toFixed(1)} at first, ${Math.max(...loads).toFixed(1)} at most.`,
    );
    return isWithin;
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;

import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

// `npm run size`: what a page loads of the built widget, in brotli 11, against the budgets of the design.

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

const folder = new URL('../dist/widget/', import.meta.url);
// The bundler writes this file in this shape: https://vite.dev/guide/backend-integration
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8')) as Record<
  string,
  Chunk
>;

const entry = 'widget/index.ts';
const panel = 'widget/paynless-chat/panel.ts';
/** Loaded only for a session that has to be refreshed: it belongs to signing in, not to the chat. */
const isSignIn = (name: string) => name.includes('auth-js');

/** A chunk and everything it cannot start without. */
function closure(name: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(name)) {
    seen.add(name);
    for (const next of manifest[name]?.imports ?? []) closure(next, seen);
  }
  return seen;
}

/** Everything that may ever be loaded, but for signing in. */
function reachable(name: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(name) && !isSignIn(name)) {
    seen.add(name);
    const chunk = manifest[name];
    for (const next of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) reachable(next, seen);
  }
  return seen;
}

/** Bytes of these chunks as a CDN would send them: each compressed by itself. */
function bytes(names: Iterable<string>): number {
  let sum = 0;
  for (const name of names) {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build.`);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    sum += brotliCompressSync(readFileSync(new URL(chunk.file, folder)), { params }).byteLength;
  }
  return sum;
}

const launcher = closure(entry);
const open = new Set([...launcher, ...closure(panel)]);
const rows = [
  { what: 'until the launcher shows', names: launcher, budget: 10_000 },
  { what: 'until an open panel can send', names: open, budget: 30_000 },
  { what: 'everything but signing in', names: reachable(entry), budget: 50_000 },
].map((row) => ({ ...row, size: bytes(row.names) }));

console.log('\nWhat a page loads (brotli 11)\n');
for (const { what, size, budget, names } of rows) {
  const kB = (value: number) => `${(value / 1000).toFixed(1)} kB`.padStart(8);
  const requests = `${String(names.size)} file${names.size === 1 ? '' : 's'}`.padStart(8);
  console.log(
    `  ${what.padEnd(30)}${kB(size)} of ${kB(budget)}${requests}${size > budget ? '   OVER BUDGET' : ''}`,
  );
}
const failed = rows.filter((row) => row.size > row.budget).length + (launcher.size === 1 ? 0 : 1);
if (launcher.size !== 1) console.log('\n  The launcher must be one file.');
console.log(`\n${String(rows.length + 1 - failed)} passed, ${String(failed)} failed`);
process.exit(failed > 0 ? 1 : 0);

import type { PGlite } from '@electric-sql/pglite';
import { readdirSync, readFileSync } from 'node:fs';
import { bootTestDatabase } from './boot-test-database.ts';
import { readTap, type TapReport } from './read-tap.ts';

const folder = new URL('../../supabase/tests/database/', import.meta.url);

/**
 * `npm run test:db`: every pgTAP file on a fresh database. Prints one line a file and the failures whole.
 * Exits with 1 when anything failed, a plan was missed, or nothing was tested.
 */
async function runPgtap(): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.test.sql'))
    .sort();
  const database = await bootTestDatabase();
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const report = await runFile(database, readFileSync(new URL(file, folder), 'utf8'));
    passed += report.passed;
    failed += report.failures.length;
    console.log(`${report.failures.length === 0 ? 'ok    ' : 'FAILED'} ${file} (${String(report.passed)})`);
    for (const failure of report.failures) console.log(failure.replaceAll(/^/gm, '    '));
  }
  await database.close();
  if (failed > 0 || passed === 0) process.exitCode = 1;
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
}

async function runFile(database: PGlite, sql: string): Promise<TapReport> {
  await database.exec('set search_path = public, extensions');
  try {
    const results = await database.exec(sql, { rowMode: 'array' });
    return readTap(results.flatMap(({ rows }) => rows.flat()).filter((cell) => typeof cell === 'string'));
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
  } finally {
    // A file that broke off leaves its transaction open, and its role and settings with it.
    await database.exec('rollback; reset role; reset all');
  }
}

await runPgtap();

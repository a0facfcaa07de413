import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations } from './apply-migrations.ts';
import { type EmbeddedDatabase, openPglite } from './open-database.ts';

let folder: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paynless-migrations-'));
  database = await openPglite();
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (file: string, sql: string) => {
  writeFileSync(join(folder, file), sql);
};
const apply = () => applyMigrations(database, folder);

describe('applyMigrations', () => {
  it('applies each once, in order', async () => {
    write('2_second.sql', 'insert into t values (1);');
    write('1_first.sql', 'create table t (n int);');
    expect(await apply()).toEqual(['1_first.sql', '2_second.sql']);
    expect(await apply()).toEqual([]);
    expect((await database.pglite.query('select n from t')).rows).toEqual([{ n: 1 }]);
  });

  it('refuses a database that was made by another version of a migration', async () => {
    write('1_first.sql', 'create table t (n int);');
    await apply();
    write('1_first.sql', 'create table t (n bigint);');
    await expect(apply()).rejects.toThrow(/^Migration 1_first\.sql has changed .*npm run reset/);
  });

  it('names the one that failed, and leaves nothing of it', async () => {
    write('1_broken.sql', 'create table half (n int); select * from nowhere;');
    await expect(apply()).rejects.toThrow(/^Migration 1_broken\.sql failed: .*nowhere/);
    expect((await database.pglite.query(`select to_regclass('half') as half`)).rows).toEqual([
      { half: null },
    ]);
  });
});

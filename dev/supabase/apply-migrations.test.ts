import { createPgliteConnection, type PgliteConnection } from '@supabase/lite/pglite';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations } from './apply-migrations.ts';

let folder: string;
let connection: PgliteConnection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paynless-migrations-'));
  connection = await createPgliteConnection({ url: 'memory://' });
});

afterEach(async () => {
  await connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (file: string, sql: string) => {
  writeFileSync(join(folder, file), sql);
};
const apply = () => applyMigrations(connection, connection.driver, folder);

describe('applyMigrations', () => {
  it('applies each once, in order', async () => {
    write('2_second.sql', 'insert into t values (1);');
    write('1_first.sql', 'create table t (n int);');
    expect(await apply()).toEqual(['1_first.sql', '2_second.sql']);
    expect(await apply()).toEqual([]);
    expect((await connection.driver.query('select n from t')).rows).toEqual([{ n: 1 }]);
  });

  it('names the one that failed, and leaves nothing of it', async () => {
    write('1_broken.sql', 'create table half (n int); select * from nowhere;');
    await expect(apply()).rejects.toThrow(/^Migration 1_broken\.sql failed: .*nowhere/);
    expect((await connection.driver.query(`select to_regclass('half') as half`)).rows).toEqual([
      { half: null },
    ]);
  });
});

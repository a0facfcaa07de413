import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { bootTestDatabase } from './boot-test-database.ts';
import { readSchema } from './read-schema.ts';
import { renderTypes } from './render-types.ts';

const file = fileURLToPath(new URL('../../worker/persistence/database.types.ts', import.meta.url));

/**
 * `npm run types:database`: writes the types of the migrated database for supabase-js.
 * With `--check` it writes nothing, and exits with 1 when the file is not what the migrations make of it.
 */
async function generateTypes(isCheck: boolean): Promise<void> {
  const database = await bootTestDatabase();
  const types = renderTypes(await readSchema(database));
  await database.close();
  const source = await format(types, { ...(await resolveConfig(file)), filepath: file });
  if (!isCheck) {
    writeFileSync(file, source);
  } else if (readFileSync(file, 'utf8') !== source) {
    console.error('worker/persistence/database.types.ts is not current: run `npm run types:database`');
    process.exitCode = 1;
  }
}

await generateTypes(process.argv.includes('--check'));

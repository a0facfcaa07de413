import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { generate } from './generate.ts';

/*
 * `npm run manifest`: writes the custom-elements manifest and the page of documentation that is made of it. With `--check`
 * it writes nothing, and exits with 1 when one of them is not what the sources make of it.
 */
for (const [path, text] of await generate()) {
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.error(`${relative(process.cwd(), path)} is not current: run \`npm run manifest\``);
    process.exitCode = 1;
  }
}

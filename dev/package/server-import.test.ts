import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { describe, expect, inject, it } from 'vitest';
import { analyze } from '../manifest/analyze.ts';
import { packageEntries } from './package-entries.ts';

const run = promisify(execFile);

/** Runs a module in the project that has the package, in a Node of its own: no document, no globals of a test runner. */
async function runNode(code: string): Promise<unknown> {
  const options = { cwd: inject('consumer') };
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code], options);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const Properties = v.array(v.tuple([v.string(), v.union([v.string(), v.boolean()])]));

describe('the package without a document', () => {
  it.each(packageEntries.map(({ path }) => path.replace('.', 'paynless-chat')))(
    '%s can be imported, and defines nothing',
    async (name) => {
      const code = `await import('${name}');
        const { customElements } = globalThis;
        const tags = ['paynless-chat', 'paynless-launcher'];
        console.log(JSON.stringify(tags.filter((tag) => customElements?.get(tag))));`;
      expect(await runNode(code)).toEqual([]);
    },
  );

  it('exports the class and the class of every event', async () => {
    const code = `import * as all from 'paynless-chat';
      console.log(JSON.stringify(Object.keys(all)));`;
    const classes = analyze().modules.flatMap(({ declarations }) => declarations.map(({ name }) => name));
    expect(v.parse(v.array(v.string()), await runNode(code)).sort()).toEqual(classes.sort());
  });

  it('has the very properties and attributes that the manifest tells of', async () => {
    const code = `import { PaynlessChat } from 'paynless-chat';
      PaynlessChat.finalize();
      const found = [...PaynlessChat.elementProperties].filter(([, { state }]) => !state);
      const attributeOf = (name, { attribute }) => attribute === true || attribute === undefined ? name.toLowerCase() : attribute;
      console.log(JSON.stringify(found.map(([name, options]) => [name, attributeOf(name, options)])));`;
    const properties = v.parse(Properties, await runNode(code));
    const element = analyze().modules.flatMap(({ declarations }) => declarations)[0];
    const fields = (element?.members ?? []).flatMap((member) =>
      member.kind === 'field' && !member.static && !member.readonly
        ? [[member.name, member.attribute ?? false]]
        : [],
    );
    expect(properties).toEqual(fields);
  });
});

import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import * as v from 'valibot';
import { describe, expect, inject, it } from 'vitest';
import { packageEntries, root } from './package-entries.ts';

const tarball = inject('tarball');
const installed = join(inject('consumer'), 'node_modules/paynless-chat');
const files = globSync('**/*.*', { cwd: installed });
const textOf = (path: string): string => readFileSync(join(installed, path), 'utf8');

/** An ES module needs no answer for those who `require`, or whose TypeScript does not read `exports`. */
const isOfOldResolution = (problem: Problem): boolean =>
  'resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind);

describe('the published package', () => {
  it('has nothing that publint would mention', async () => {
    const archive = readFileSync(tarball);
    const pack = { tarball: new Uint8Array(archive).buffer };
    const { messages, pkg } = await publint({ pack, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('has types that are not wrong, for ES modules (attw)', async () => {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    if (!result.types) throw new Error('There are no types in the package.');
    expect(Object.keys(result.entrypoints)).toEqual(
      expect.arrayContaining(packageEntries.map(({ path }) => path)),
    );
    expect(result.problems.filter((problem) => !isOfOldResolution(problem))).toEqual([]);
  });

  it('has modules, their types, and what describes them: no source, no test, no map', () => {
    expect(files.length).toBeGreaterThan(50);
    const foreign = files.filter((path) => !/^(?:built-in|protocol|widget)\/.+\.(?:js|d\.ts)$/.test(path));
    expect(foreign.sort()).toEqual(['README.md', 'custom-elements.json', 'licenses.md', 'package.json']);
    expect(files.filter((path) => /\.test\.|\/testing\//.test(path))).toEqual([]);
    expect(textOf('LICENSE')).toContain('MIT');
  });

  it('says nothing of where it was built, and imports no source', () => {
    const told = files.filter((path) => textOf(path).includes(root));
    expect(told).toEqual([]);
    const imports = /(?:from|import)\s*\(?\s*["'][^"']+\.ts["']/;
    expect(files.filter((path) => imports.test(textOf(path)))).toEqual([]);
  });

  it('has the licences of what is built in, and of nothing that is only imported', () => {
    const named = Array.from(textOf('licenses.md').matchAll(/^## (\S+)/gm), ([, name]) => name ?? '');
    expect(named).toContain('lucide');
    const { dependencies } = v.parse(
      v.object({ dependencies: v.record(v.string(), v.string()) }),
      JSON.parse(textOf('package.json')),
    );
    expect(named.filter((name) => name in dependencies)).toEqual([]);
  });
});

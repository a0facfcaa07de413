import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { analyze } from './analyze.ts';
import { renderPage } from './render-page.ts';

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The generated files, and the map of keys that somebody wrote by hand. */
export const manifestFile = fileAt('custom-elements.json');
export const pageFile = fileAt('../../docs/element.md');
const keyboardFile = fileAt('../../docs/keyboard.md');

/** @returns what should stand in each generated file */
export async function generate(): Promise<Map<string, string>> {
  const manifest = analyze();
  const keyboard = existsSync(keyboardFile) ? readFileSync(keyboardFile, 'utf8') : '';
  const page = renderPage(readFileSync(fileAt('element.template.md'), 'utf8'), manifest, {
    // Its title becomes a section of the page, and its sections become smaller.
    keyboard: keyboard.replaceAll(/^#/gm, '##').trim(),
  });
  return new Map([
    [manifestFile, await formatAs(manifestFile, JSON.stringify(manifest))],
    [pageFile, await formatAs(pageFile, page)],
  ]);
}

async function formatAs(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}

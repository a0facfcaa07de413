import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from './analyze.ts';
import { generate, manifestFile } from './generate.ts';
import type { Class, Manifest } from './manifest.ts';
import { allOf, fallbacksOf, listed, readSources } from './read-sources.ts';

/** What the sources do, read without the analyzer and without JSDoc, against what the manifest says. */
const elementCode = readSources('widget/paynless-chat/paynless-chat.ts');
const panelCode = readSources('widget/paynless-chat/*.ts');
const componentCode = readSources('widget/components/**/*.ts');
const widgetCode = readSources('widget/**/*.ts');
const eventCode = readSources('widget/events/paynless-*.ts');

let manifest: Manifest;
let element: Class;

beforeAll(() => {
  manifest = analyze();
  const classes = manifest.modules.flatMap(({ declarations }) => declarations);
  const found = classes.find(({ customElement }) => customElement);
  if (!found) throw new Error('There is no element in the manifest.');
  element = found;
});

const namesOf = (list: readonly { name: string }[] = []) => list.map(({ name }) => name).sort();

describe('the generated files', () => {
  it('are current (else run `npm run manifest`)', async () => {
    for (const [path, text] of await generate()) {
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, 'utf8'), path).toBe(text);
    }
  });

  it('stay small: the manifest is at most 60 kB', () => {
    expect(readFileSync(manifestFile).byteLength).toBeLessThanOrEqual(60_000);
  });
});

describe('the manifest', () => {
  it('names the tag, its class and the module that defines it', () => {
    expect(element).toMatchObject({ name: 'PaynlessChat', tagName: 'paynless-chat' });
    expect(manifest.modules.flatMap((module) => module.exports)).toContainEqual({
      kind: 'custom-element-definition',
      name: 'paynless-chat',
      declaration: { name: 'PaynlessChat', module: 'widget/paynless-chat/paynless-chat.js' },
    });
  });

  it('has every property, and the attributes of those that have one', () => {
    const decorated = /@property\((\{[^}]*\})?\)\s+(?:override\s+)?(?:accessor\s+)?(?:set\s+)?(\w+)/g;
    const properties = Array.from(elementCode.matchAll(decorated), ([, options = '', name = '']) => ({
      name,
      attribute: options.includes('attribute: false')
        ? undefined
        : (/attribute: '([^']+)'/.exec(options)?.[1] ?? name.toLowerCase()),
    }));
    expect(properties.length).toBeGreaterThan(10);
    const fields = (element.members ?? [])
      .filter((member) => member.kind === 'field')
      .filter((field) => !field.static && !field.readonly)
      .map(({ name, attribute }) => ({ name, attribute }));
    expect(fields).toEqual(properties);
    expect(element.attributes?.map(({ name }) => name)).toEqual(
      properties.flatMap(({ attribute }) => attribute ?? []),
    );
  });

  it('has every event, with its class', () => {
    const events = allOf(eventCode, /^ {4}'(paynless-[\w-]+)': \w+;$/gm);
    expect(events.length).toBeGreaterThan(5);
    expect(namesOf(element.events)).toEqual(events);
    const classes = new Set(manifest.modules.flatMap(({ declarations }) => namesOf(declarations)));
    for (const { name, type } of element.events ?? []) expect(classes, name).toContain(type?.text);
  });

  it('has every slot that a page can fill', () => {
    const slots = listed(panelCode, '(?<=<slot[^>]*)name', /\s+/);
    expect(namesOf(element.slots)).toEqual(slots);
  });

  it('has every part, and a page can reach every part there is', () => {
    const own = listed(panelCode, 'part', /\s+/);
    const exported = listed(panelCode, 'exportparts', /,/).map((name) => name.replace(/^.*:\s*/, ''));
    const reachable = [...new Set([...own, ...exported])].sort();
    expect(namesOf(element.cssParts)).toEqual(reachable);
    expect(reachable).toEqual(expect.arrayContaining(listed(componentCode, 'part', /\s+/)));
  });

  it('has every custom property that the style sheets read', () => {
    const tokens = allOf(widgetCode, /(--paynless-[\w-]+)/g);
    expect(tokens.length).toBeGreaterThan(5);
    expect(namesOf(element.cssProperties)).toEqual(tokens);
  });

  it('tells no other default of a custom property than the style sheets have', () => {
    for (const { name, default: told } of element.cssProperties ?? []) {
      if (told !== undefined) expect(fallbacksOf(widgetCode, name), name).toContain(told);
    }
  });

  it('describes everything it has', () => {
    const {
      members = [],
      attributes = [],
      events = [],
      slots = [],
      cssParts = [],
      cssProperties = [],
    } = element;
    for (const item of [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties]) {
      expect(item.description, item.name).toMatch(/\S/);
    }
  });

  it('has nothing of the inside', () => {
    const text = JSON.stringify(manifest);
    expect(allOf(text, /("private"|"protected"|"name":"[#_]\w*|"--_[\w-]*|paynless-request)/g)).toEqual([]);
    const tags = allOf(widgetCode, /^ {4}'(paynless-[\w-]+)': \w+;$/gm);
    const parts = tags.filter((tag) => tag !== 'paynless-chat' && !tag.endsWith('-request'));
    const inside = parts.filter((tag) => !namesOf(element.events).includes(tag));
    expect(inside.length).toBeGreaterThan(5);
    expect(inside.filter((tag) => text.includes(`"${tag}"`))).toEqual([]);
  });
});

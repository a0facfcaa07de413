import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { readdirSync, readFileSync } from 'node:fs';
import type { Node, SourceFile } from 'typescript';
import * as v from 'valibot';
import { type Class, Manifest, type Module } from './manifest.ts';

const root = new URL('../../', import.meta.url);

/** The elements that a page may use. All others are the inside of these. */
const elements = ['widget/paynless-chat/paynless-chat.ts'];

/** Where their tags are defined. */
const definition = 'widget/npm/define.js';

/** Their events: one a file, but for what the widget's own parts say to each other. */
const events = readdirSync(new URL('widget/events/', root))
  .filter((name) => /^paynless-.+-event\.ts$/.test(name))
  .map((name) => `widget/events/${name}`)
  .sort();

/** The manifest of all that is public, from the sources and their JSDoc. */
export function analyze(): Manifest {
  const sources = [...elements, ...events].map((path) =>
    ts.createSourceFile(path, readFileSync(new URL(path, root), 'utf8'), ts.ScriptTarget.ES2022, true),
  );
  const found = v.parse(Manifest, create({ modules: sources, plugins: litPlugin() }));
  const tags = namesIn(sources, 'HTMLElementTagNameMap');
  const types = namesIn(sources, 'HTMLElementEventMap');
  const modules = found.modules.map((module) => publish(module, tags, types));
  return { schemaVersion: found.schemaVersion, modules: [...modules, definitions(modules)] };
}

/** What the sources declare in one of the DOM's own maps: the name of a tag or an event, by its class. */
function namesIn(sources: readonly SourceFile[], map: string): Map<string, string> {
  const names = new Map<string, string>();
  const visit = (node: Node): void => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === map) {
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || !ts.isStringLiteral(member.name)) continue;
        names.set(member.type?.getText() ?? '', member.name.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) visit(source);
  return names;
}

const published = (path: string): string => path.replace(/\.ts$/, '.js');

function publish(module: Module, tags: Map<string, string>, types: Map<string, string>): Module {
  return {
    ...module,
    path: published(module.path),
    declarations: module.declarations.map((declaration) =>
      tags.has(declaration.name)
        ? publishElement(declaration, tags.get(declaration.name), types)
        : publishEvent(declaration),
    ),
    exports: module.exports.map(({ declaration, ...rest }) => ({
      ...rest,
      declaration: { ...declaration, module: published(declaration.module) },
    })),
  };
}

function publishElement(
  element: Class,
  tagName: string | undefined,
  types: ReadonlyMap<string, string>,
): Class {
  const classes = new Map([...types].map(([type, name]) => [name, type]));
  return {
    ...element,
    tagName,
    summary: element.summary?.replaceAll(/\s+/g, ' '),
    members: element.members?.filter(({ privacy }) => privacy === undefined || privacy === 'public'),
    events: element.events
      // What the analyzer saw dispatched, and took a name of its own for, nobody has described.
      ?.filter(({ name, description }) => name !== '' && description !== undefined)
      .map((event) => ({ ...event, type: { text: classes.get(event.name) ?? 'Event' } })),
  };
}

/** What the analyzer takes for a default is the parameter of the constructor, and for a class of ours the DOM's own. */
function publishEvent(event: Class): Class {
  const fields = event.members?.filter((member) => member.kind === 'field');
  return {
    ...event,
    superclass: { name: 'Event', package: 'global:' },
    members: fields?.map(({ default: _parameter, ...field }) => field),
  };
}

/** The entry of the package that defines the tags. */
function definitions(modules: readonly Module[]): Module {
  const exports = modules.flatMap(({ path, declarations }) =>
    declarations.flatMap(({ name, tagName }) =>
      tagName === undefined
        ? []
        : {
            kind: 'custom-element-definition' as const,
            name: tagName,
            declaration: { name, module: path },
          },
    ),
  );
  return { kind: 'javascript-module', path: definition, declarations: [], exports };
}

import type { Class, Field, Manifest, Method } from './manifest.ts';

/** Replaces each `<!-- name -->` of the template: with tables of the manifest, and with what was written by hand. */
export function renderPage(template: string, manifest: Manifest, includes: Record<string, string>): string {
  const classes = manifest.modules.flatMap(({ declarations }) => declarations);
  const element = classes.find(({ customElement }) => customElement);
  if (!element) throw new Error('There is no element in the manifest.');
  const sections: Record<string, string> = {
    ...includes,
    summary: element.summary ?? '',
    attributes: renderAttributes(element),
    methods: renderMethods(element),
    events: renderEvents(element, classes),
    slots: renderNamed('slot', element.slots),
    parts: renderNamed('part', element.cssParts),
    'custom properties': renderCustomProperties(element),
  };
  return template.replaceAll(/<!-- ([\w ]+) -->/g, (_mark, name: string) => {
    const section = sections[name];
    if (section === undefined) throw new Error(`The template asks for "${name}", which there is not.`);
    return section;
  });
}

const code = (text: string | undefined): string => (text ? `\`${text.replaceAll('|', '\\|')}\`` : '');
const prose = (text: string | undefined): string =>
  (text ?? '').replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A default that says more than "nothing". */
const defaultOf = (text: string | undefined): string =>
  code(text === undefined || /^(?:''|null|\[\]|\{\}|undefined)$/.test(text) ? '' : text);

const isField = (member: Field | Method): member is Field => member.kind === 'field';
const isMethod = (member: Field | Method): member is Method => member.kind === 'method';

function renderAttributes({ name: className, members = [] }: Class): string {
  const rows = members.filter(isField).map((field) => {
    const property = field.static ? `${className}.${field.name}` : field.name;
    const note = field.readonly ? 'Read-only. ' : '';
    return [
      code(field.attribute),
      code(property),
      code(field.type?.text),
      defaultOf(field.default),
      note + prose(field.description),
    ];
  });
  return table(['attribute', 'property', 'type', 'default', 'what it does'], rows);
}

function signatureOf({ name, parameters = [], return: result }: Method): string {
  const list = parameters.map(
    (parameter) => `${parameter.name}${parameter.optional ? '?' : ''}: ${parameter.type?.text ?? 'unknown'}`,
  );
  return `${name}(${list.join(', ')}): ${result?.type?.text ?? 'void'}`;
}

function renderMethods({ members = [] }: Class): string {
  const rows = members
    .filter(isMethod)
    .map((method) => [code(signatureOf(method)), prose(method.description)]);
  return table(['method', 'what it does'], rows);
}

function renderEvents({ events = [] }: Class, classes: readonly Class[]): string {
  const rows = events.map(({ name, type, description }) => {
    const fields = classes.find((declaration) => declaration.name === type?.text)?.members ?? [];
    const carried = fields.filter(isField).map((field) => {
      const typed = code(`${field.name}: ${field.type?.text ?? 'unknown'}`);
      return field.description ? `${typed} – ${prose(field.description)}` : typed;
    });
    return [code(name), code(type?.text), prose(description), carried.join('<br>')];
  });
  return table(['event', 'class', 'when', 'what it carries'], rows);
}

function renderNamed(what: string, list: readonly { name: string; description?: string | undefined }[] = []) {
  if (list.length === 0) return 'None.';
  return table(
    [what, 'what it is'],
    list.map(({ name, description }) => [name === '' ? '(default)' : code(name), prose(description)]),
  );
}

function renderCustomProperties({ cssProperties = [] }: Class): string {
  return table(
    ['custom property', 'default', 'what it sets'],
    cssProperties.map((property) => [
      code(property.name),
      code(property.default),
      prose(property.description),
    ]),
  );
}

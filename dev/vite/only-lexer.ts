import { Lexer } from 'marked';
import type { ESTree, Plugin } from 'vite';

type Node = ESTree.Node;
type Statement = ESTree.Program['body'][number];

/** How we have Markdown read, always: what marked would do with other options is never asked for. */
const options: Readonly<Record<string, boolean>> = { gfm: true, breaks: false, pedantic: false };

/**
 * Leaves of marked what its lexer takes. Its one file ends with an instance of everything, made as it is loaded, so that a bundler
 * keeps the parser and the renderers too, a fifth of it, which nobody here calls. It also makes its rules as it is loaded, for four
 * dialects; here they are made as we build, for ours.
 */
export function onlyLexer(): Plugin {
  return {
    name: 'paynless:only-lexer',
    apply: 'build',
    transform: {
      filter: { id: /\/marked\/lib\/marked\.esm\.js$/ },
      handler(whole) {
        const code = settleOptions(whole, this.parse(whole));
        const { body } = this.parse(code);
        const needed = reachable(body, localNameOf(body, 'Lexer'));
        checkDropped(body, needed);
        return body
          .flatMap(declarationsIn)
          .filter((declaration) => [...declaredBy(declaration)].some((name) => needed.has(name)))
          .map((declaration) => {
            const text = code.slice(declaration.start, declaration.end);
            return declaration.type === 'VariableDeclarator' ? `var ${text};` : text;
          })
          .concat(`export { ${localNameOf(body, 'Lexer')} as Lexer };`)
          .join('\n');
      },
    },
  };
}

/** Writes our options in where they are asked for, and our rules where all of them are made. A minifier drops what is dead then. */
function settleOptions(code: string, program: Node): string {
  const changes = [...nodesIn(program)].flatMap((node) => changesOf(node));
  let settled = code;
  for (const { start, end, text } of changes.sort((one, other) => other.start - one.start))
    settled = settled.slice(0, start) + text + settled.slice(end);
  return settled;
}

/** A stretch of code and what stands there instead. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function changesOf(node: Node): readonly Change[] {
  if (node.type === 'ObjectExpression') return ruleChanges(node);
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return [];
  const { object, property, start, end } = node;
  const isOption =
    object.type === 'MemberExpression' &&
    object.object.type === 'ThisExpression' &&
    object.property.type === 'Identifier' &&
    object.property.name === 'options';
  const value = isOption ? options[property.name] : undefined;
  return value === undefined ? [] : [{ start, end, text: String(value) }];
}

/** Sets of rules stand side by side, one for each dialect: `{normal, gfm, …}`. Ours stands there instead, made. */
function ruleChanges({ properties, start, end }: ESTree.ObjectExpression): readonly Change[] {
  const dialects = properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  );
  if (!dialects.includes('normal')) return [];
  const { block, inline } = Lexer.rules;
  const rules = dialects.includes('breaks') ? inline.gfm : block.gfm;
  return [{ start, end, text: `{ gfm: { ${Object.entries(rules).map(writeRule).join(', ')} } }` }];
}

/** @throws Error for a rule that is no pattern: then marked was written anew, and this plugin has to be, too */
function writeRule([name, rule]: readonly [string, unknown]): string {
  if (!(rule instanceof RegExp)) throw new Error(`marked's rule ${name} is no pattern`);
  return `${name}: ${String(rule)}`;
}

/** @throws Error when the module exports no such name: then it was written anew, and this plugin has to be, too */
function localNameOf(body: readonly Statement[], exported: string): string {
  for (const statement of body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const { local, exported: name } of statement.specifiers)
      if (local.type === 'Identifier' && name.type === 'Identifier' && name.name === exported)
        return local.name;
  }
  throw new Error(`marked no longer exports ${exported}`);
}

/** The names that the one needs, and what they need in turn. A name that means something else further in is one too many. */
function reachable(body: readonly Statement[], root: string): Set<string> {
  const needed = new Set([root]);
  for (let size = 0; size < needed.size;) {
    size = needed.size;
    for (const declaration of body.flatMap(declarationsIn)) {
      const isNeeded = [...declaredBy(declaration)].some((name) => needed.has(name));
      if (isNeeded) for (const name of identifiersIn(declaration)) needed.add(name);
    }
  }
  return needed;
}

/** @throws Error when a statement that is left out changes what is needed: then the lexer would not be what it was */
function checkDropped(body: readonly Statement[], needed: ReadonlySet<string>): void {
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement') continue;
    const { expression } = statement;
    for (const part of expression.type === 'SequenceExpression' ? expression.expressions : [expression]) {
      const name = leftmostName(part);
      if (name !== null && needed.has(name)) throw new Error(`marked changes ${name} where it is left out`);
    }
  }
}

/** What an assignment is made to, or a method called on; null when that is no name. */
function leftmostName(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'AssignmentExpression') return leftmostName(node.left);
  if (node.type === 'MemberExpression') return leftmostName(node.object);
  return node.type === 'CallExpression' ? leftmostName(node.callee) : null;
}

/** A statement at the top of the module; of one that declares several variables, each. */
function declarationsIn(statement: Statement): readonly (Statement | ESTree.VariableDeclarator)[] {
  return statement.type === 'VariableDeclaration' ? statement.declarations : [statement];
}

/** What a statement at the top of the module declares. One that declares nothing only sets up what the module exports. */
function declaredBy(declaration: Statement | ESTree.VariableDeclarator): Set<string> {
  if (declaration.type === 'VariableDeclarator') return new Set(identifiersIn(declaration.id));
  const isNamed = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
  return new Set(isNamed && declaration.id ? [declaration.id.name] : []);
}

function* identifiersIn(node: Node): Generator<string> {
  for (const { type, ...rest } of nodesIn(node))
    if (type === 'Identifier' && 'name' in rest && typeof rest.name === 'string') yield rest.name;
}

/** A node and all that it is made of. */
function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node) as unknown[])
    for (const child of [value].flat()) if (isNode(child)) yield* nodesIn(child);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

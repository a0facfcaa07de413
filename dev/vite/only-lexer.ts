import type { ESTree, Plugin } from 'vite';

type Node = ESTree.Node;
type Statement = ESTree.Program['body'][number];

/**
 * Leaves of marked what its lexer takes. Its one file ends with an instance of everything, made as it is loaded, so that a bundler
 * keeps the parser and the renderers too, a fifth of it, which nobody here calls.
 */
export function onlyLexer(): Plugin {
  return {
    name: 'paynless:only-lexer',
    apply: 'build',
    transform: {
      filter: { id: /\/marked\/lib\/marked\.esm\.js$/ },
      handler(code) {
        const { body } = this.parse(code);
        const needed = reachable(body, localNameOf(body, 'Lexer'));
        checkDropped(body, needed);
        return body
          .filter((statement) => [...declaredBy(statement)].some((name) => needed.has(name)))
          .map(({ start, end }) => code.slice(start, end))
          .concat(`export { ${localNameOf(body, 'Lexer')} as Lexer };`)
          .join('\n');
      },
    },
  };
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
    for (const statement of body) {
      const isNeeded = [...declaredBy(statement)].some((name) => needed.has(name));
      if (isNeeded) for (const name of identifiersIn(statement)) needed.add(name);
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

/** What a statement at the top of the module declares. One that declares nothing only sets up what the module exports. */
function declaredBy(statement: Statement): Set<string> {
  if (statement.type === 'VariableDeclaration')
    return new Set(statement.declarations.flatMap(({ id }) => [...identifiersIn(id)]));
  const isNamed = statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration';
  return new Set(isNamed && statement.id ? [statement.id.name] : []);
}

function* identifiersIn(node: Node): Generator<string> {
  if (node.type === 'Identifier') yield node.name;
  for (const value of Object.values(node) as unknown[])
    for (const child of [value].flat()) if (isNode(child)) yield* identifiersIn(child);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

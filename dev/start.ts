import { dataFolder } from './data-folder.ts';
import { ownersEnvironment } from './local-environment.ts';
import { startStack, type Stack } from './start-stack.ts';

// `npm start`: the whole product on one port, on real parts, with no account and no network.

function portFromEnvironment(): number {
  const port = Number(process.env['PORT'] ?? '5173');
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT must be a whole number from 1 to 65535, not "${process.env['PORT'] ?? ''}".`);
}

function greeting({ url, modelServer, supabase }: Stack): string {
  const models = modelServer ? 'built-in demonstration (set a key in .dev.vars for real ones)' : 'yours';
  return [
    '',
    '  Paynless Chat is ready',
    '',
    `  Home       ${url}/`,
    `  Sign in    ${url}/sign-in`,
    `  Embed      <script type="module" src="${url}/paynless-chat.js"></script><paynless-chat></paynless-chat>`,
    `  API        ${url}/api-reference`,
    `  Database   ${supabase ? 'embedded, on disk (npm run reset empties it)' : 'your Supabase project'}`,
    `  Models     ${models}`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const stack = await startStack({
    port: portFromEnvironment(),
    dataDir: dataFolder,
    environment: ownersEnvironment(),
  });
  console.log(greeting(stack));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    stack.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    // Parts of the stack end the process on a signal of their own accord, before the database is closed.
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
}

main().catch((cause: unknown) => {
  console.error(`\n  ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});

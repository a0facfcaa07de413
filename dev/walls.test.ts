import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The arrows of docs/ARCHITECTURE.md, tried: what would stand in a file, and the rule that must refuse it. */
const eslint = new ESLint({ cwd: fileURLToPath(new URL('..', import.meta.url)) });

async function refusals(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const rules = (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'fatal');
  return [...new Set(rules.filter((rule) => rule.includes('restricted')))];
}

const paths = 'import-x/no-restricted-paths';
const packages = 'no-restricted-imports';

describe('the walls of the house', () => {
  it.each([
    ['protocol/chat.ts', "import '../worker/errors.ts';", paths],
    ['protocol/chat.ts', "import 'nanostores';", paths],
    ['widget/stores/chat.ts', "import '../../worker/errors.ts';", paths],
    ['widget/stores/chat.ts', "import '../components/define.ts';", paths],
    ['widget/stores/chat.ts', "import 'lit';", packages],
    ['widget/stores/chat.ts', 'void fetch;', 'no-restricted-globals'],
    ['widget/api/chat-api.ts', "import '../stores/chat.ts';", paths],
    ['widget/session/session.ts', "import '../components/define.ts';", paths],
    ['widget/controllers/frame-controller.ts', "import '../paynless-chat/panel.ts';", paths],
    ['widget/components/define.ts', "import '../stores/chat.ts';", paths],
    ['widget/paynless-chat/panel.ts', "import '../testing/by-role.ts';", paths],
    ['widget/paynless-chat/panel.ts', 'void process;', 'no-restricted-globals'],
    ['worker/errors.ts', "import '../widget/index.ts';", paths],
    ['worker/ports/clock.ts', "import '../services/start-turn.ts';", paths],
    ['worker/ports/clock.ts', "import 'openai';", packages],
    ['worker/services/start-turn.ts', "import '../persistence/rows.ts';", paths],
    ['worker/services/start-turn.ts', "import 'hono';", packages],
    ['worker/services/start-turn.ts', "import 'node:fs';", packages],
    ['worker/routes/chat.ts', "import '../providers/registry.ts';", paths],
    ['worker/routes/chat.ts', "import 'openai';", packages],
    ['worker/middleware/origins.ts', "import '../persistence/rows.ts';", paths],
    ['worker/openapi/schemas.ts', "import '../services/start-turn.ts';", paths],
    ['worker/identity/ip-bucket.ts', "import '../persistence/rows.ts';", paths],
    ['worker/providers/registry.ts', "import '../persistence/rows.ts';", paths],
    ['worker/persistence/rows.ts', "import '../providers/registry.ts';", paths],
    ['examples/account.ts', "import '../widget/stores/chat.ts';", paths],
    ['examples/account.ts', "import '../worker/errors.ts';", paths],
    ['dev/start.ts', "import '../examples/account.ts';", paths],
    ['bench/client-leaves.ts', "import '../worker/errors.ts';", paths],
  ])('%s refuses %s', async (file, code, rule) => {
    expect(await refusals(file, code)).toEqual([rule]);
  });

  it.each([
    ['widget/components/define.ts', "import '../styles/tokens.ts';"],
    ['worker/routes/chat.ts', "import '../services/start-turn.ts';"],
    ['worker/providers/openai/index.ts', "import 'openai';"],
    ['examples/account.ts', "import '../widget/index.ts';"],
  ])('%s accepts %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});

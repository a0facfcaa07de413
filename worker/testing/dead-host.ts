import { createObjectHost } from '../dependencies.ts';
import { parseEnv } from '../env.ts';
import { createLogger } from '../logging/create-logger.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import { testEnv } from './create-test-worker.ts';

/**
 * Ends what it is asked for, as an object does that finds that an earlier instance of it has died.
 * @param here runs what is begun from now on
 */
export function deadHost(here: RunningAnswers): RunningAnswers {
  const host = createObjectHost(parseEnv(testEnv()), { logger: createLogger(() => undefined) });
  return {
    ...here,
    async join({ id }) {
      await host.abandon(id);
      return null;
    },
    async stop({ id }) {
      await host.abandon(id);
      return false;
    },
  };
}

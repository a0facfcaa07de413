import type { AnswerHost, HostedAnswer, HostOptions } from '../ports/answer-host.ts';
import type { RunningAnswers } from '../ports/running-answers.ts';
import type { TurnToRun } from '../ports/turn-to-run.ts';

/**
 * Answers that run in the request that asks for them. They end with it, soon after its reader has left, and only this isolate
 * knows them: of any other answer it can't tell whether it runs elsewhere, so it leaves that to housekeeping.
 * @param keepAlive lets the request live on after its reply
 */
export function createLocalAnswers(
  { host }: AnswerHost,
  keepAlive: (work: Promise<unknown>) => void,
): RunningAnswers {
  const running = new Map<string, HostedAnswer>();

  const run = (input: TurnToRun, options?: HostOptions) => {
    const { answerId } = input.turn;
    const known = running.get(answerId);
    if (known) return known;
    const answer = host(input, options);
    running.set(answerId, answer);
    keepAlive(answer.settled.finally(() => running.delete(answerId)));
    return answer;
  };
  return {
    start: (input) => Promise.resolve(run(input).read(null)),
    startWhole: (input) => run(input, { isAwaited: true }).outcome,
    join: ({ id }, lastEventId) => Promise.resolve(running.get(id)?.read(lastEventId) ?? null),
    async stop({ id }) {
      const answer = running.get(id);
      await answer?.stop();
      return answer !== undefined;
    },
  };
}

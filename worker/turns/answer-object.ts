import { DurableObject } from 'cloudflare:workers';
import type { ErrorCode } from '../../protocol/errors.ts';
import { toAppError } from '../errors.ts';
import type { AnswerHost, HostedAnswer, HostOptions } from '../ports/answer-host.ts';
import type { AnswerInProgress } from '../ports/running-answers.ts';
import type { AnswerOutcome, TurnToRun } from '../ports/turn-to-run.ts';

/** Between two signs of life that an object leaves for itself, in milliseconds. */
const signEveryMs = 10_000;

/** Before a lost answer is tried again to be ended, in milliseconds, at most: it doubles from the distance of two signs on. */
const pauseMaxMs = 900_000;

/** Alarms by which that is tried, in less than an hour. Then it is left to housekeeping: alarms cost money. */
const triesMax = 10;

/** How many alarms have failed so far: stored only when one has, and an object that was evicted still knows. */
const failedTries = 'failedTries';

/** How long the start of an answer may be on its way here after its turn has begun, in milliseconds. */
const startWithinMs = 5_000;

/** What an answer came to, or why that could not be stored. An error would not cross to the worker whole. */
export type WholeAnswer = { readonly outcome: AnswerOutcome } | { readonly code: ErrorCode };

/**
 * What an object knows of its answer: nothing, that it runs, or that it has ended and is stored. With an alarm set, nothing means
 * that it has run, here or in an instance that has died, and was not stored.
 */
type Progress =
  | { readonly state: 'unknown' }
  | { readonly state: 'running'; readonly answer: HostedAnswer }
  | { readonly state: 'over' };

/**
 * The object that one answer runs in, named after it. It stores nothing but an alarm, which is set for as long as the answer
 * runs, and how often that has failed: an instance that finds an alarm without having started anything comes after another that
 * has died, and ends the answer.
 */
export abstract class AnswerObject extends DurableObject {
  readonly #host: AnswerHost;
  readonly #begun = Promise.withResolvers<undefined>();
  #progress: Progress = { state: 'unknown' };
  #abandoning: Promise<void> | undefined;

  constructor(context: DurableObjectState, env: object, host: AnswerHost) {
    super(context, env);
    this.#host = host;
  }

  /**
   * Runs the answer, or joins it when it runs already, from its first event.
   * @returns null when it has ended, however it did
   */
  async start(turn: TurnToRun): Promise<ReadableStream<Uint8Array> | null> {
    const answer = await this.#run(turn);
    return answer?.read(null) ?? null;
  }

  /** The same for who wants it whole. */
  async startWhole(turn: TurnToRun): Promise<WholeAnswer | null> {
    const answer = await this.#run(turn, { isAwaited: true });
    try {
      return answer && { outcome: await answer.outcome };
    } catch (error) {
      return { code: toAppError(error).code };
    }
  }

  /** @returns null when it does not run here, and then it has ended */
  async join(
    answer: AnswerInProgress,
    lastEventId: string | null,
  ): Promise<ReadableStream<Uint8Array> | null> {
    const running = await this.#find(answer);
    return running?.read(lastEventId) ?? null;
  }

  /** @returns false when it does not run here, and then it has ended */
  async stop(answer: AnswerInProgress): Promise<boolean> {
    const running = await this.#find(answer);
    await running?.stop();
    return running !== null;
  }

  /** Never throws: the platform would try again on top of that. */
  override async alarm(): Promise<void> {
    const { name } = this.ctx.id;
    if (this.#progress.state === 'running') await this.#leaveSign(signEveryMs);
    else if (this.#progress.state === 'unknown' && name !== undefined) await this.#abandonByAlarm(name);
  }

  async #run(turn: TurnToRun, options?: HostOptions): Promise<HostedAnswer | null> {
    if (this.#progress.state === 'unknown' && ((await this.#hasSign()) || this.#abandoning !== undefined)) {
      await this.#abandon(turn.turn.answerId);
      return null;
    }
    // Another start may have come while this one looked.
    if (this.#progress.state !== 'unknown') return this.#runningAnswer();
    const answer = this.#host.host(turn, options);
    this.#progress = { state: 'running', answer };
    this.#begun.resolve(undefined);
    this.ctx.waitUntil(this.#seeOut(answer));
    await this.#leaveSign(signEveryMs);
    return answer;
  }

  /** Lets go of the answer when it has ended. One that could not be stored is left to the alarm. */
  async #seeOut(answer: HostedAnswer): Promise<void> {
    await answer.settled;
    const isStored = await answer.outcome.then(
      () => true,
      () => false,
    );
    this.#progress = { state: isStored ? 'over' : 'unknown' };
    if (isStored) await this.ctx.storage.deleteAll();
  }

  async #find({ id, createdAt }: AnswerInProgress): Promise<HostedAnswer | null> {
    if (this.#progress.state === 'unknown' && !(await this.#hasSign())) await this.#awaitStart(createdAt);
    if (this.#progress.state === 'unknown') await this.#abandon(id);
    return this.#runningAnswer();
  }

  #runningAnswer(): HostedAnswer | null {
    return this.#progress.state === 'running' ? this.#progress.answer : null;
  }

  /** Waits for the start of an answer that is so young that it may still come. */
  async #awaitStart(createdAt: string): Promise<void> {
    const restMs = Math.min(Date.parse(createdAt) + startWithinMs - Date.now(), startWithinMs);
    if (!(restMs > 0)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, restMs);
    });
    await Promise.race([this.#begun.promise, late]);
    clearTimeout(timer);
  }

  /** Tries to end the answer, ever more seldom, and at last no more. */
  async #abandonByAlarm(answerId: string): Promise<void> {
    const { kv } = this.ctx.storage;
    const tries = 1 + (kv.get<number>(failedTries) ?? 0);
    await this.#leaveSign(Math.min(signEveryMs * 2 ** (tries - 1), pauseMaxMs));
    try {
      await this.#abandon(answerId);
    } catch (error) {
      if (tries < triesMax) {
        kv.put(failedTries, tries);
        return;
      }
      this.#host.logUnended(answerId, error);
      await this.ctx.storage.deleteAll();
    }
  }

  /** Ends the answer, or leaves that to the alarm when it fails. As long as there is one no start of it is heard. */
  #abandon(answerId: string): Promise<void> {
    this.#abandoning ??= this.#giveUp(answerId).finally(() => {
      this.#abandoning = undefined;
    });
    return this.#abandoning;
  }

  async #giveUp(answerId: string): Promise<void> {
    if (!(await this.#hasSign())) await this.#leaveSign(signEveryMs);
    await this.#host.abandon(answerId);
    this.#progress = { state: 'over' };
    await this.ctx.storage.deleteAll();
  }

  async #hasSign(): Promise<boolean> {
    return (await this.ctx.storage.getAlarm()) !== null;
  }

  /** Unconfirmed: nothing that is told has to wait for the disk. */
  #leaveSign(afterMs: number): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + afterMs, { allowUnconfirmed: true });
  }
}

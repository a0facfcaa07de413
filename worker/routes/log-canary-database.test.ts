import { expect, inject, test } from 'vitest';
import {
  chatDetailsPath,
  chatStopPath,
  chatStreamPath,
  feedbackPath,
  memberPaths,
  paths,
} from '../../protocol/paths.ts';
import { ask, askForJson } from '../testing/ask.ts';
import {
  canaries,
  type Canaries,
  converse,
  databaseError,
  deploymentSecrets,
  expectNoneOf,
  watchedAddress as ip,
  withFailures,
} from '../testing/canaries.ts';
import { createTestWorker, type TestWorker } from '../testing/create-test-worker.ts';
import { handedOver, post, shop } from '../testing/hand-off.ts';
import { openVendor, type OpenVendor } from '../testing/open-vendor.ts';
import { signUp, type Member } from '../testing/sign-up.ts';
import { becomeVisitor } from '../testing/visitor.ts';

/** A worker whose database fails at one place, and who asks it. */
interface Scene {
  readonly worker: TestWorker;
  readonly member: Member;
  readonly visitor: Record<string, string>;
  readonly said: Canaries;
  /** The model of a place that needs to say when it answers. */
  readonly vendor: OpenVendor;
  /** How often the database has failed. */
  readonly hits: () => number;
}

interface Place {
  readonly what: string;
  /** How the address ends at which the database fails. */
  readonly at: string;
  /** The line of the log that tells of it. */
  readonly event: string;
  /** Goes there, and returns all that came back. */
  readonly go: (scene: Scene) => Promise<string>;
  readonly env?: Record<string, string>;
  readonly hasOpenVendor?: boolean;
  /** Fails that often, where it is tried again for a while. */
  readonly times?: number;
}

const json = { 'content-type': 'application/json' };
const chat = chatDetailsPath(crypto.randomUUID());

function reading(path: string, method = 'GET') {
  return async ({ worker, member: { headers } }: Pick<Scene, 'worker' | 'member'>) =>
    (await worker.send(path, { method, headers, body: null })).text();
}

function asMember({ worker, member, said }: Scene): Promise<string> {
  return converse(worker, { message: said.message }, member.headers);
}

async function judging(
  worker: TestWorker,
  as: Record<string, string>,
  { message }: Canaries,
): Promise<string> {
  const body = JSON.stringify({ rating: 'down', comment: message });
  const path = feedbackPath(crypto.randomUUID());
  return (await worker.send(path, { method: 'PUT', headers: { ...as, ...json }, body })).text();
}

async function posting(worker: TestWorker, path: string, body: object, headers: Record<string, string>) {
  return (await post(worker, path, body, headers)).text();
}

/** Canaries are as long as a challenge. */
function sessionOf({ message, prompt, junk }: Canaries) {
  const redirectTo = `${shop}/?${prompt}`;
  return { ...handedOver, codeChallenge: junk, refreshToken: message, redirectTo };
}

/** An answer that takes longer than the time between two checkpoints. */
async function takingTime({ worker, member, said, vendor, hits }: Scene): Promise<string> {
  const reply = await ask(worker, { message: said.message }, member.headers);
  const whole = reply.text();
  vendor.write(said.message);
  await expect.poll(hits, { timeout: 8_000, interval: 100 }).toBeGreaterThan(0);
  vendor.finish();
  return whole;
}

const places: readonly Place[] = [
  { what: 'a turn', at: 'begin_turn', event: 'refused', go: asMember },
  {
    what: 'a turn of a visitor',
    at: 'begin_anonymous_turn',
    event: 'refused',
    go: ({ worker, visitor, said }) => converse(worker, { message: said.message }, visitor),
  },
  { what: 'the end of a turn', at: 'finish_turn', event: 'turn', go: asMember, times: 1 },
  {
    what: 'a checkpoint',
    at: 'checkpoint_turn',
    event: 'checkpoint',
    go: takingTime,
    hasOpenVendor: true,
  },
  {
    what: 'a title',
    at: 'finish_title',
    event: 'title',
    go: asMember,
    env: { MODEL_TITLES: 'true' },
    times: 1,
  },
  {
    what: 'joining an answer',
    at: 'running_answers',
    event: 'refused',
    go: reading(chatStreamPath(crypto.randomUUID())),
  },
  {
    what: 'stopping an answer',
    at: 'running_answers',
    event: 'refused',
    go: reading(chatStopPath(crypto.randomUUID()), 'POST'),
  },
  { what: 'the models', at: 'ai_providers', event: 'refused', go: reading(paths.config) },
  { what: 'the prompts', at: 'system_prompts', event: 'refused', go: reading(paths.systemPrompts) },
  { what: 'the limits', at: 'configure_deployment', event: 'refused', go: reading(paths.config) },
  { what: 'a history', at: 'chats', event: 'refused', go: reading(paths.chatHistory) },
  {
    what: 'a search',
    at: 'search_chats',
    event: 'refused',
    go: (scene) => reading(`${paths.chatHistory}?search=${scene.said.junk}`)(scene),
  },
  { what: 'a chat', at: 'chats', event: 'refused', go: reading(chat) },
  {
    what: 'a new name',
    at: 'chats',
    event: 'refused',
    async go({ worker, member, said }) {
      const body = JSON.stringify({ title: said.junk });
      const headers = { ...member.headers, ...json };
      return (await worker.send(chat, { method: 'PATCH', headers, body })).text();
    },
  },
  {
    what: 'what runs in a chat to delete',
    at: 'running_answers',
    event: 'refused',
    go: reading(chat, 'DELETE'),
  },
  {
    what: 'a deletion',
    at: 'chats',
    event: 'refused',
    async go({ worker, member, said }) {
      const message = said.message;
      const { chatId } = await askForJson(createTestWorker(), { message }, member.headers);
      return reading(chatDetailsPath(chatId), 'DELETE')({ worker, member });
    },
  },
  {
    what: 'feedback',
    at: 'give_feedback',
    event: 'refused',
    go: ({ worker, member, said }) => judging(worker, member.headers, said),
  },
  {
    what: 'feedback of a visitor',
    at: 'give_anonymous_feedback',
    event: 'refused',
    go: ({ worker, visitor, said }) => judging(worker, visitor, said),
  },
  {
    what: 'feedback that is taken back',
    at: 'give_feedback',
    event: 'refused',
    go: reading(feedbackPath(crypto.randomUUID()), 'DELETE'),
  },
  { what: 'an export', at: 'chats', event: 'refused', go: reading(`${chat}/export`) },
  {
    what: 'what is left',
    at: 'anonymous_usage',
    event: 'refused',
    go: async ({ worker, visitor }) => (await worker.send(paths.anonymousUsage, { headers: visitor })).text(),
  },
  {
    what: 'a visitor who meets the limit',
    at: 'note_limit_met',
    event: 'limit_met',
    go: ({ worker, visitor, said }) => converse(worker, { message: said.message }, visitor),
    env: { ANONYMOUS_MESSAGE_LIMIT: '0' },
  },
  {
    what: 'a claim',
    at: 'claim_visitor_chats',
    event: 'refused',
    go: ({ worker, member, visitor }) =>
      posting(worker, memberPaths.claim, {}, { ...member.headers, ...visitor }),
  },
  {
    what: 'a session that is left',
    at: 'store_session_code',
    event: 'refused',
    go: ({ worker, member, said }) =>
      posting(worker, memberPaths.sessionCode, sessionOf(said), { ...member.headers, origin: shop }),
  },
  {
    what: 'a session that is taken',
    at: 'take_session_code',
    event: 'refused',
    go: ({ worker, said: { junk: code, prompt: codeVerifier } }) =>
      posting(worker, memberPaths.sessionExchange, { code, codeVerifier }, { origin: shop }),
  },
  {
    what: 'housekeeping',
    at: 'housekeep',
    event: 'housekeeping',
    go: ({ worker }) => worker.housekeep().then(String, String),
  },
];

/** What a database can say that fails, and it quotes all that it knows. */
function refusals({ database }: Canaries): (() => Response | Error)[] {
  return [
    () => databaseError(database, 400),
    () => databaseError(database, 500),
    () => new TypeError(`${database}: connection to ${inject('stack').secretKey}@db lost`),
    () => new Response(`<html>${database}`, { status: 502 }),
    () => Response.json({ surprise: database }),
  ];
}

/** Has the database fail in this one way. @returns the events of the log */
async function fail(
  place: Place,
  refusal: () => Response | Error,
  people: Pick<Scene, 'member' | 'visitor' | 'said'>,
) {
  const { member, visitor, said } = people;
  const { at, env = {}, times = Infinity } = place;
  const vendor = openVendor();
  let hits = 0;
  const failure = (url: string) => {
    if (!new URL(url).pathname.endsWith(`/${at}`) || hits >= times) return undefined;
    hits += 1;
    return refusal();
  };
  const passOn = place.hasOpenVendor ? vendor.fetch : fetch;
  const worker = createTestWorker({ ip, env, fetch: withFailures(failure, passOn) });
  const replies = await place.go({ worker, ...people, vendor, hits: () => hits });
  await worker.settled();
  expect(hits).toBeGreaterThan(0);
  expectNoneOf([said.database, ...deploymentSecrets()], replies, 'the reply');
  const known = [...Object.values(said), member.accessToken, member.userId, ip, ...Object.values(visitor)];
  expectNoneOf([...known, ...deploymentSecrets()], JSON.stringify(worker.logged), 'the log');
  return worker.logged.map(({ event }) => event);
}

test.each(places)('a database that quotes it all tells the log nothing: $what', async (place) => {
  const people = {
    member: await signUp(),
    visitor: await becomeVisitor(createTestWorker({ ip })),
    said: canaries(),
  };
  const events = await Promise.all(refusals(people.said).map((refusal) => fail(place, refusal, people)));
  // Not of each: a checkpoint takes any reply for a yes.
  expect(events.flat()).toContain(place.event);
});

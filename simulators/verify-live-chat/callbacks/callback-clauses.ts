import { type CallbackType, type Contract, callbackTypes } from '../contracts/contract.ts';
import { messageBody, SEND } from '../contracts/reference/requests.ts';
import { attempt, Broken, type Recorder } from '../run/attempt.ts';
import type { Report } from '../run/clause.ts';
import { asked, opened, type Session } from '../sessions/session.ts';
import { callbackAdvice } from './callback-advice.ts';
import { type Arrived, arrivals, type CallbackContext } from './callback-arrival.ts';
import {
  callbacksAreSigned,
  earlyOnesComeAgain,
  haveIdsOfTheirOwn,
  noneGoesAstray,
  wordForWord,
} from './callback-checks.ts';
import type { Callback } from './callback-listener.ts';
import { cut, isNotRepeated, isRepeated, staysInOrder, tooMany, unavailable } from './callback-promises.ts';
import { shapeDifferences } from './shape-differences.ts';

interface CallbackClause {
  readonly name: string;
  readonly work: () => Promise<void>;
}

/** Asks for one callback of each type, and then for those that show repeats, order and the end. */
export async function verifyCallbacks(context: CallbackContext, report: Report): Promise<void> {
  for (const clause of clausesOf(context)) await tried(context, clause, report);
  // Most live chats have nothing to say so early.
  if (context.listener.early.length > 0)
    await tried(context, { name: TOO_EARLY, work: async () => earlyOnesComeAgain(context) }, report);
}

async function tried(
  context: CallbackContext,
  { name, work }: CallbackClause,
  report: Report,
): Promise<void> {
  if (!context.isWanted(name)) return;
  context.listener.replyWith(undefined);
  report(await attempt({ name, group: 'callbacks', recorder: recorderOf(context), work }));
}

function clausesOf(context: CallbackContext): readonly CallbackClause[] {
  const session = once(() => openedHere(context));
  const arrived = arrivals(context);
  const ofType = (type: CallbackType): CallbackClause => ({
    name: `a callback of the type ${type}`,
    work: async () =>
      assertShape(context.contract, type, await arrived({ type, sessionId: (await session()).id })),
  });
  if (!context.contract.hasPromises) return [ofType('message'), postedWhereAgreed(context)];
  return [
    {
      name: 'a start is answered without waiting for its callbacks',
      work: async () => void (await session()),
    },
    ...callbackTypes.filter((type) => type !== 'session-ended').map(ofType),
    ...repeats(context, arrived, async () => (await session()).id),
    ...ends(context, arrived, session),
    { name: 'every callback has a messageId of its own', work: async () => haveIdsOfTheirOwn(context) },
    { name: 'every callback is signed', work: async () => callbacksAreSigned(context) },
    postedWhereAgreed(context),
  ];
}

const TOO_EARLY = 'a callback before the answer to its start is repeated';

const postedWhereAgreed = (context: CallbackContext): CallbackClause => ({
  name: 'every callback is posted to the callbackUrl',
  work: async () => noneGoesAstray(context),
});

function repeats(
  context: CallbackContext,
  arrived: Arrived,
  session: () => Promise<string>,
): readonly CallbackClause[] {
  const repeated = (refusal: typeof cut) => async () =>
    isRepeated(context, arrived, { session: await session(), refusal });
  return [
    {
      name: 'a callback that was answered with 503 is repeated under its messageId until it is taken',
      work: repeated(unavailable),
    },
    {
      name: 'a callback that was answered with 429 is repeated under its messageId',
      work: repeated(tooMany),
    },
    { name: 'a callback whose connection was cut is repeated under its messageId', work: repeated(cut) },
    {
      name: 'two messages arrive in their order, also when the first has to be repeated',
      work: async () => staysInOrder(context, arrived, await session()),
    },
    {
      name: 'an agent’s words arrive as they were written, signed as they are sent',
      work: async () => wordForWord(context, arrived, await session()),
    },
  ];
}

function ends(
  context: CallbackContext,
  arrived: Arrived,
  session: () => Promise<Session>,
): readonly CallbackClause[] {
  const type = 'session-ended';
  let isEnded = false;
  return [
    {
      name: 'a callback that was refused with 410 is not repeated',
      work: async () => isNotRepeated(context, arrived, (await openedHere(context)).id),
    },
    {
      name: `a callback of the type ${type}`,
      work: async () => {
        const callback = await arrived({ type, sessionId: (await session()).id });
        isEnded = true;
        assertShape(context.contract, type, callback);
      },
    },
    {
      name: 'nothing is taken for a session that the agent has ended',
      work: async () => {
        if (!isEnded) await arrived({ type, sessionId: (await session()).id });
        await refusesAfterItsOwnEnd(context, await session());
      },
    },
  ];
}

async function refusesAfterItsOwnEnd({ api }: CallbackContext, session: Session): Promise<void> {
  try {
    await asked(api, { path: SEND, body: messageBody(session), key: session.newKey() }, 410);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    throw new Broken({ ...error.finding, advice: callbackAdvice.agentsEnd });
  }
}

async function openedHere({
  api,
  contract,
  spelling,
  callbackUrl,
  listener,
}: CallbackContext): Promise<Session> {
  const earlyBefore = listener.early.length;
  try {
    return await listener.whileOpening(() => opened(api, { contract, spelling, callbackUrl }));
  } catch (error) {
    if (!(error instanceof Broken) || listener.early.length === earlyBefore) throw error;
    throw new Broken({
      ...error.finding,
      cause: `${error.finding.cause}, while a callback of the session was refused with 503: its id is not known before the answer`,
      advice: callbackAdvice.answerFirst,
    });
  }
}

function assertShape(contract: Contract, type: CallbackType, { body, exchange }: Callback): void {
  const differences = shapeDifferences(contract, type, body);
  const [first] = differences;
  if (first === undefined) {
    if (/^application\/json\b/i.test(exchange.headers['content-type'] ?? '')) return;
    const received = exchange.headers['content-type'] ?? 'nothing';
    throw new Broken({
      cause: `the callback's content-type is ${received}`,
      advice: 'Send "content-type: application/json".',
      differences: [{ where: 'header content-type', expected: 'application/json', received }],
    });
  }
  throw new Broken({
    cause: `${first.where}: expected ${first.expected}, received ${first.received}`,
    advice: callbackAdvice.shape,
    differences,
  });
}

function recorderOf({ api, listener }: CallbackContext): Recorder {
  return () => {
    const { received, strays } = listener;
    const [sent, before, astray] = [api.exchanges.length, received.length, strays.length];
    return () => [
      ...api.exchanges.slice(sent),
      ...received.slice(before).map(({ exchange }) => exchange),
      ...strays.slice(astray),
    ];
  };
}

/** The session is opened by the first clause that needs it; when that fails, each of them says so. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

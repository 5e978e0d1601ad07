import { check } from '../../history/check.ts';
import type { Event } from '../../history/event.ts';
import type { Finding, Invariant } from '../../history/finding.ts';
import { printed } from '../../history/print.ts';
import { readRecord } from '../../history/read/read-record.ts';
import { sourcesOf } from '../../history/read/sources.ts';
import { tokenIn, tokens } from '../../history/token.ts';
import type { Lacks } from '../../live-chat/gaps.ts';
import { simulatedVendor } from '../../live-chat/vendors.ts';
import type { PromiseVerdict } from './played.ts';
import { deadLettersOf, pendingIn } from './world/bridge-admin.ts';
import type { World } from './world/world.ts';

const invariants: readonly Invariant[] = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'];

/** Within one process, what is noted a little late. */
const slackMs = 100;
/** How long everything may take to arrive once nothing goes wrong any more. */
const drainMs = 120_000;

/** What may be sent in pieces is not judged by its text. */
const longestJudged = 5000;

/** Heals must have happened before. Lets everything arrive and judges the eight promises. */
export async function judged(world: World): Promise<readonly PromiseVerdict[]> {
  const { time, noted, said } = world;
  const giveUpAt = time.now() + drainMs;
  let waiting = await pendingIn(world);
  while (waiting > 0 && time.now() < giveUpAt) {
    await time.passUntil(Math.min(giveUpAt, time.now() + 10_000));
    waiting = await pendingIn(world);
  }
  for (const { diedAt, ...letter } of await deadLettersOf(world))
    noted.push({ type: 'dead-lettered', party: 'bridge', at: Date.parse(diedAt), ...letter });
  noted.push({ type: 'rest', party: 'bridge', at: time.now(), waiting });
  const known = withTokens(recordOf(world), said);
  const record = world.seesDesk ? known : known.flatMap(withUnseenDesk);
  const findings = check(record, { slackMs, drainMs, lacks: lacksOf(world) });
  return invariants.map((invariant) => ({ invariant, broken: brokenBy(findings, invariant) }));
}

/** Of a desk that we do not see, nothing shows that it read a repeat once. */
function lacksOf({ liveChat, seesDesk }: World): Lacks {
  const { lacks = {} } = simulatedVendor(liveChat.kind);
  return seesDesk ? lacks : { ...lacks, 'repeated words': 'It cannot be seen.' };
}

function brokenBy(findings: readonly Finding[], invariant: Invariant): string {
  const found = findings.filter((each) => each.invariant === invariant);
  return found.length === 0 ? '' : printed(found);
}

function recordOf(world: World): readonly Event[] {
  return readRecord(sourcesOf(world));
}

/** What a desk that we cannot see has taken, it shows; that is all that can be known. */
function withUnseenDesk(event: Event): readonly Event[] {
  if (event.type === 'session-opened') return [{ ...event, type: 'chat-opened', party: 'live-chat' }, event];
  if (event.type === 'session-ended' && event.liveChatId !== undefined)
    return [event, { type: 'chat-ended', party: 'live-chat', at: event.at, liveChatId: event.liveChatId }];
  const isTaken = event.type === 'attempted' && event.party === 'live-chat' && event.outcome === 'delivered';
  if (!isTaken || tokenIn(event.text) === undefined) return [event];
  const { outcome: _, ...taken } = event;
  return [event, { ...taken, type: 'shown' }];
}

/**
 * The checker knows words by a token in them, which would disturb in a story. What was said once in a story is
 * known by its text, so it gets its token here.
 */
function withTokens(record: readonly Event[], said: readonly string[]): readonly Event[] {
  const once = said.filter((text) => said.filter((other) => other.trim() === text.trim()).length === 1);
  const next = tokens('s');
  const tokenOf = new Map(once.map((text) => [text.trim(), next()]));
  return record.flatMap((event): readonly Event[] => {
    if (!('text' in event)) return [event];
    if (event.text.length > longestJudged) return [];
    const token = tokenOf.get(event.text.trim());
    return [token === undefined ? event : { ...event, text: `${event.text.trim()} ${token}` }];
  });
}

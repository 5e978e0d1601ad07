import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import type { Event } from '../../simulators/history/event.ts';
import { leftOver } from '../chaos/left-over.ts';

const letter = z.object({
  direction: z.enum(['to-live-chat', 'to-customer']),
  kind: z.string(),
  content: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.object({ text: z.string().optional() })),
  cause: z.string(),
  died_at: z.number(),
});
const rest = z.tuple([z.object({ waiting: z.int() })]);

/** Resolves when no lane holds anything, or after `withinMs`. */
export async function untilNothingWaits(url: string, withinMs: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt && (await waitingIn(client)) > 0) await sleep(200);
  await client.end();
}

async function waitingIn(client: Client): Promise<number> {
  const { rows } = await client.query(
    'select count(*)::integer as waiting from handoff.messages where died_at is null',
  );
  return rest.parse(rows)[0].waiting;
}

/** What the tables say of messages that wait and of those that died. */
export async function databaseLeftovers(admin: Client): Promise<readonly Event[]> {
  const dead = await admin.query('select * from handoff.messages where died_at is not null');
  const letters = z
    .array(letter)
    .parse(dead.rows)
    .map(({ content: { text }, died_at: diedAt, ...rest }) => ({ ...rest, diedAt, text }));
  return leftOver(letters, await waitingIn(admin), Date.now());
}

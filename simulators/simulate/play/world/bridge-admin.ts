import { z } from 'zod';
import type { World } from './world.ts';

const list = z.object({ deadLetters: z.array(z.object({ id: z.string() })) });
const deadLetter = z.object({
  direction: z.enum(['to-live-chat', 'to-customer']),
  cause: z.string(),
  diedAt: z.string(),
  text: z.string().default(''),
});

export type DeadLetter = Readonly<z.infer<typeof deadLetter>>;

/** What the bridge has given up, as it tells its operators. */
export async function deadLettersOf(world: World): Promise<readonly DeadLetter[]> {
  const { deadLetters } = list.parse(JSON.parse(await asked(world, '/admin/dead-letters')));
  return Promise.all(
    deadLetters.map(async ({ id }) =>
      deadLetter.parse(JSON.parse(await asked(world, `/admin/dead-letters/${encodeURIComponent(id)}`))),
    ),
  );
}

/** How many messages wait for delivery. */
export async function pendingIn(world: World): Promise<number> {
  const metrics = await asked(world, '/metrics');
  return [...metrics.matchAll(/^handoff_waiting_messages\{[^}]*\} (\d+)$/gm)]
    .map(([, count]) => Number(count))
    .reduce((sum, count) => sum + count, 0);
}

async function asked({ bridge, adminToken }: World, path: string): Promise<string> {
  const answer = await fetch(`${bridge.origin}${path}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  if (!answer.ok) throw new Error(`the bridge answered ${answer.status} to ${path}`);
  return answer.text();
}

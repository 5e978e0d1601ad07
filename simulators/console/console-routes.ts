import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { durationText } from '../sequence/step-text.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { ownPageOnly } from './guard.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Watch } from './watch.ts';

export interface ConsoleDependencies {
  readonly rehearsal: Rehearsal;
  readonly faults: FaultSwitches;
  readonly watch: Watch;
  /** Calls `hear` whenever there may be news, until the returned function is called. */
  readonly listen: (hear: () => void) => () => void;
}

const faultBody = z.object({ fault: z.string(), isOn: z.boolean() });
const clockBody = z.object({
  minutes: z
    .number()
    .positive()
    .max(24 * 60),
});
const bridgeBody = z.object({ act: z.enum(['kill', 'start']) });
const customerBody = z.object({ name: z.string().trim().min(1).max(80) });
const storyBody = z.discriminatedUnion('act', [
  z.object({ act: z.enum(['play', 'step-into']), id: z.string().max(1_000) }),
  z.object({ act: z.enum(['pause', 'resume', 'step', 'stop']) }),
]);
const deadLetterBody = z.object({ id: z.string().min(1).max(300), act: z.enum(['replay', 'drop']) });

const reconnectAfterMs = 1_000;
const keepAliveMs = 15_000;

/** `/api/events` to look, the other routes below `/api` to act. */
export function consoleRoutes(dependencies: ConsoleDependencies): Hono {
  const { rehearsal, faults, watch } = dependencies;
  const app = new Hono();
  app.use('/api/*', ownPageOnly);
  app.get('/api/events', (c) => events(c, dependencies));
  app.post('/api/fault', async (c) => {
    const body = await read(c, faultBody);
    if (!body) return notUnderstood(c);
    const mark = await faults.turn(body.fault, body.isOn);
    if (!mark) return c.json({ error: 'There is no such fault.' }, 404);
    watch.mark(mark);
    return c.body(null, 204);
  });
  app.post('/api/clock', async (c) => {
    const body = await read(c, clockBody);
    if (!body) return notUnderstood(c);
    const ms = body.minutes * 60_000;
    rehearsal.bridge.skip(ms);
    watch.mark({ on: 'bridge', label: `${durationText(ms)} pass`, tone: 'plain' });
    return c.body(null, 204);
  });
  app.post('/api/bridge', async (c) => {
    const body = await read(c, bridgeBody);
    return body ? commandBridge(c, dependencies, body.act) : notUnderstood(c);
  });
  app.post('/api/customers', async (c) => {
    const body = await read(c, customerBody);
    if (!body) return notUnderstood(c);
    const { conversationId } = await rehearsal.teams.customer(body.name);
    return c.json({ conversationId }, 201);
  });
  app.post('/api/story', async (c) => {
    const body = await read(c, storyBody);
    return body ? commandStory(c, dependencies, body) : notUnderstood(c);
  });
  app.get('/api/scenario.yaml', (c) => {
    const story = rehearsal.recorded?.(c.req.query('conversation') ?? '');
    if (story === undefined) return c.json({ error: 'No message was sent yet.' }, 404);
    return c.body(story, 200, {
      'content-type': 'application/yaml; charset=utf-8',
      'content-disposition': 'attachment; filename="recorded.yaml"',
      'x-content-type-options': 'nosniff',
    });
  });
  app.post('/api/dead-letters', async (c) => {
    const body = await read(c, deadLetterBody);
    return body ? commandDeadLetter(c, dependencies, body) : notUnderstood(c);
  });
  return app;
}

async function commandBridge(c: Context, { rehearsal }: ConsoleDependencies, act: 'kill' | 'start') {
  const { bridge } = rehearsal;
  if (act === 'kill') {
    if (bridge.status !== 'running') return c.json({ error: 'The bridge does not run.' }, 409);
    await bridge.kill();
    return c.body(null, 204);
  }
  try {
    await bridge.start();
    return c.body(null, 204);
  } catch {
    return c.json({ error: 'The bridge did not start; its log says why.' }, 500);
  }
}

async function commandStory(
  c: Context,
  { rehearsal, faults, watch }: ConsoleDependencies,
  told: z.infer<typeof storyBody>,
) {
  const { stories } = rehearsal;
  if (!stories) return c.json({ error: 'No scenario can be played here.' }, 409);
  if (told.act !== 'play' && told.act !== 'step-into') {
    stories[told.act]();
    return c.body(null, 204);
  }
  // A story brings its own faults, and begins in a world where all is well.
  for (const { id, isOn } of faults.states()) if (isOn) await faults.turn(id, false);
  const title = stories.stories.find(({ id }) => id === told.id)?.title;
  if (stories.play(told.id, { paused: told.act === 'step-into' }) === 'unknown' || title === undefined)
    return c.json({ error: 'There is no such scenario.' }, 404);
  watch.mark({ on: 'bridge', label: `scenario: ${title}`, tone: 'plain' });
  return c.body(null, 204);
}

async function commandDeadLetter(
  c: Context,
  { rehearsal, watch }: ConsoleDependencies,
  body: z.infer<typeof deadLetterBody>,
) {
  const path = `/admin/dead-letters/${encodeURIComponent(body.id)}`;
  try {
    const { status } =
      body.act === 'replay'
        ? await rehearsal.bridge.ask('POST', `${path}/replay`)
        : await rehearsal.bridge.ask('DELETE', path);
    if (status === 409) return c.json({ error: 'Its session has ended, so it can only be dropped.' }, 409);
    if (status >= 300) return c.json({ error: 'The bridge does not know this dead letter.' }, 404);
  } catch {
    return c.json({ error: 'The bridge does not answer.' }, 503);
  }
  const label = body.act === 'replay' ? 'dead letter replayed' : 'dead letter dropped';
  watch.mark({ on: 'bridge', label, tone: 'plain' });
  return c.body(null, 204);
}

/** Everything so far, then whatever is new: a page that connects again misses nothing. */
function events(c: Context, { watch, listen }: ConsoleDependencies): Response {
  return streamSSE(c, async (stream) => {
    const nextPush = watch.viewer(c.req.query('conversation') || undefined);
    let written: Promise<unknown> = Promise.resolve();
    const write = () => {
      const found = nextPush();
      if (!found) return;
      const data = JSON.stringify(found);
      written = written.then(() => stream.writeSSE({ event: 'push', data, retry: reconnectAfterMs }));
    };
    write();
    const silence = listen(write);
    const alive = setInterval(() => void stream.write(': still here\n\n'), keepAliveMs);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    clearInterval(alive);
    silence();
  });
}

async function read<Body>(c: Context, schema: z.ZodType<Body>): Promise<Body | undefined> {
  const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false;
  return isJson ? schema.safeParse(await c.req.json().catch(() => undefined)).data : undefined;
}

const notUnderstood = (c: Context) => c.json({ error: 'The request is not as expected.' }, 400);

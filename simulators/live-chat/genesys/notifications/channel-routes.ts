import type { Context, Hono } from 'hono';
import type { RestEnv } from '../../rest-env.ts';
import type { RouteOptions } from '../../vendor.ts';
import { choicesIn, type GenesysChoices } from '../choices.ts';
import { API } from '../ids.ts';
import { refusal } from '../refusals.ts';
import { topicList } from '../wire.ts';
import type { Notifications } from './notifications.ts';

/** Channels of notifications, their topics, and what can go wrong with them: `POST /simulated/notifications/closing`, `cut` or `beat`. */
export function channelRoutes(app: Hono<RestEnv>, { choices }: RouteOptions, told: Notifications): void {
  const path = `${API}/notifications/channels`;
  app.get(path, (c) => c.json({ entities: told.list() }));
  app.post(path, async (c) =>
    choicesIn(choices()).refusesChannels ? refusal(c, 403) : c.json(await told.open()),
  );
  const subscribe = (isWhole: boolean) => (c: Context<RestEnv>) => {
    const topics = told.topicsOf(c.req.param('channel') ?? '');
    if (!topics) return refusal(c, 404);
    const wanted = topicList.safeParse(c.get('body'));
    if (!wanted.success) return refusal(c, 400);
    if (isWhole) topics.clear();
    return c.json({ entities: added(topics, wanted.data, choicesIn(choices())) });
  };
  app.put(`${path}/:channel/subscriptions`, subscribe(true));
  app.post(`${path}/:channel/subscriptions`, subscribe(false));
  app.get(`${path}/:channel/subscriptions`, (c) => {
    const topics = told.topicsOf(c.req.param('channel'));
    return topics
      ? c.json({ entities: [...topics].map((id) => ({ id, state: 'Permitted' })) })
      : refusal(c, 404);
  });
  const acts = { closing: told.announceClosing, cut: told.cut, beat: told.beat };
  for (const [what, act] of Object.entries(acts)) {
    app.post(`/simulated/notifications/${what}`, (c) => {
      act();
      return c.body(null, 204);
    });
  }
}

function added(
  topics: Set<string>,
  wanted: readonly { readonly id: string }[],
  { rejectsQueues }: GenesysChoices,
): readonly object[] {
  return wanted.map(({ id }) => {
    if (rejectsQueues && id.startsWith('v2.routing.queues.'))
      return { id, state: 'Rejected', rejectionReason: 'missing permission' };
    topics.add(id);
    return { id, state: 'Permitted' };
  });
}

import type { FeedListener, LiveChatFeed } from '../../application/ports/live-chat-feed.ts';
import type { Routes } from '../http/server/routes.ts';
import type { CallbackHandlers, ConfiguredLiveChat, OpenedLiveChat } from './vendor.ts';

/**
 * One live chat whose secrets may be replaced while it is open: what comes next goes by the new ones, and what is under way ends by those with which
 * it began. `latest` gives the same object until something of it was replaced.
 */
export function replaceableLiveChat(
  latest: () => ConfiguredLiveChat,
  open: (configured: ConfiguredLiveChat) => OpenedLiveChat,
): OpenedLiveChat {
  let configured = latest();
  let opened = open(configured);
  let replaced = new AbortController();

  function now(): OpenedLiveChat {
    if (configured !== latest()) {
      configured = latest();
      opened = open(configured);
      replaced.abort();
      replaced = new AbortController();
    }
    return opened;
  }

  const { liveChat, routes, feed, signedProbe } = opened;
  return {
    ...opened,
    liveChat: {
      ...liveChat,
      split: (...given) => now().liveChat.split(...given),
      start: (...given) => now().liveChat.start(...given),
      say: (...given) => now().liveChat.say(...given),
      typing: (...given) => now().liveChat.typing(...given),
      end: (...given) => now().liveChat.end(...given),
    },
    check: () => now().check(),
    ...(routes && { routes: (handlers: CallbackHandlers) => replaceableRoutes(now, handlers) }),
    ...(feed && { feed: replaceableFeed(() => ({ feed: now().feed ?? feed, replaced: replaced.signal })) }),
    ...(signedProbe && { signedProbe: () => (now().signedProbe ?? signedProbe)() }),
  };
}

/** The same routes; each request is answered by the handler of the live chat as it is now. */
function replaceableRoutes(now: () => OpenedLiveChat, handlers: CallbackHandlers): Routes {
  const routesOf = ({ routes }: OpenedLiveChat): Routes => {
    if (routes === undefined) throw new Error('a live chat that calls back has no routes any more');
    return routes(handlers);
  };
  let opened = now();
  const first = routesOf(opened);
  let current = first.routes.map(({ handler }) => handler);
  const handlerAt = (index: number) => {
    if (opened !== now()) {
      opened = now();
      current = routesOf(opened).routes.map(({ handler }) => handler);
    }
    return current[index];
  };
  for (const [index, route] of first.routes.entries()) {
    const { handler } = route;
    route.handler = (c, next) => (handlerAt(index) ?? handler)(c, next);
  }
  return first;
}

/** A live chat is followed anew when its secrets were replaced: repeats have no effect, and gaps are not allowed. */
const replaceableFeed = (
  now: () => { readonly feed: LiveChatFeed; readonly replaced: AbortSignal },
): LiveChatFeed => ({
  async follow(session, listener, until) {
    let { bookmark } = session;
    const noting: FeedListener = {
      async hear(event) {
        await listener.hear(event);
        bookmark = event.bookmark ?? bookmark;
      },
      heard: (isHeard) => listener.heard(isHeard),
    };
    while (!until.aborted) {
      const { feed, replaced } = now();
      const from = { ...session, ...(bookmark !== undefined && { bookmark }) };
      await feed.follow(from, noting, AbortSignal.any([until, replaced]));
      if (!replaced.aborted) return;
    }
  },
});

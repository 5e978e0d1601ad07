const connectAgainMs = 1_500;

/**
 * Follows a server's events. `events` has a function for each type of event, which gets its data. The browser connects
 * again by itself while the server restarts; when it has given up, `onClosed` is called after a pause, which by default
 * connects anew. Returns what ends it.
 */
export function followEvents(url, { events, onOpen, onLost, onClosed }) {
  let timer;
  let source;
  const connect = () => {
    source = new EventSource(url);
    source.addEventListener('open', onOpen);
    for (const [type, hear] of Object.entries(events))
      source.addEventListener(type, ({ data }) => hear(JSON.parse(data)));
    source.addEventListener('error', () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(onClosed ?? connect, connectAgainMs);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * Follows one conversation; none means the newest. The browser connects again by itself, and each connection begins
 * with everything, so `onOpen` is where what was drawn is cleared. Returns what ends it.
 */
export function follow(conversationId, { onOpen, onNews, onLost }) {
  const query = conversationId === undefined ? '' : `?conversation=${encodeURIComponent(conversationId)}`;
  let timer;
  let source;
  const connect = () => {
    source = new EventSource(`/api/events${query}`);
    source.addEventListener('open', onOpen);
    source.addEventListener('news', ({ data }) => onNews(JSON.parse(data)));
    source.addEventListener('error', () => {
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, 1_500);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * Listens to the live chat's events. The browser reconnects by itself while the server restarts, and each connection
 * begins with a snapshot, so nothing that happened in between is missed.
 */
export function listen({ onSnapshot, onChat, onConnection }) {
  const source = new EventSource('/desk/api/events');
  source.addEventListener('open', () => onConnection('live'));
  source.addEventListener('error', () => {
    onConnection('waiting');
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    setTimeout(() => listen({ onSnapshot, onChat, onConnection }), 2_000);
  });
  source.addEventListener('snapshot', (event) => onSnapshot(JSON.parse(event.data)));
  source.addEventListener('chat', (event) => onChat(JSON.parse(event.data)));
}

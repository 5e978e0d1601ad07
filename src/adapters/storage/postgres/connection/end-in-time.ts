import type { Client } from 'pg';

/** In milliseconds. A connection whose way has fallen silent never says that it has ended. */
const farewellMs = 500;

/** Ends a connection, and waits for that no longer than a moment. Never rejects. */
export function endInTime(client: Client): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, farewellMs);
    const ended = () => {
      clearTimeout(giveUp);
      resolve();
    };
    client.end().then(ended, ended);
  });
}

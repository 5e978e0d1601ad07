import { type DestinationStream, pino } from 'pino';

export interface StandardOutput extends DestinationStream {
  /** Resolves when what was written is out, or does not get out in time. Takes nothing afterwards. */
  end(): Promise<void>;
}

/** Buffer limit in characters while standard output is not read; later lines are dropped. */
const mostWaiting = 1024 * 1024;
const farewellMs = 1000;

/**
 * Standard output for the lines of a log. What it cannot take, because its disk is full say, is lost, and the next line is
 * tried anew: a service goes on without its log.
 */
export function standardOutput(): StandardOutput {
  let stream = opened();

  function opened(): Stream {
    const next = pino.destination({ dest: 1, sync: false, maxLength: mostWaiting });
    next.on('error', () => {
      if (next !== stream) return;
      // Left as it is, it would try to get its lines out when the process exits, and for ever.
      next.destroy();
      stream = opened();
    });
    return next;
  }

  return {
    write: (line) => void stream.write(line),
    async end() {
      await flushed(stream);
      stream.destroy();
    },
  };
}

type Stream = ReturnType<typeof pino.destination>;

function flushed(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, farewellMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('error', done);
    stream.flush(done);
  });
}

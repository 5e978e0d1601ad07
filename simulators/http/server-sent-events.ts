import { createParser } from 'eventsource-parser';

/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** `message` unless told. */
  readonly event: string;
  readonly data: string;
}

/** Takes a stream in pieces as they come; gives the events that a piece completes. An event that is never completed is none. */
export function eventReader(): (piece: string) => readonly ServerSentEvent[] {
  const complete: ServerSentEvent[] = [];
  const parser = createParser({
    onEvent: ({ event = 'message', data }) => void complete.push({ event, data }),
  });
  return (piece) => {
    parser.feed(piece);
    return complete.splice(0);
  };
}

/** The events of a whole stream. */
export const eventsOf = (text: string): readonly ServerSentEvent[] => eventReader()(text);

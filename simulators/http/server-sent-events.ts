/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** `message` unless told. */
  readonly event: string;
  readonly data: string;
}

/** Takes a stream in pieces as they come; gives the events that a piece completes. An event that is never completed is none. */
export function eventReader(): (piece: string) => readonly ServerSentEvent[] {
  let rest = '';
  return (piece) => {
    rest += piece;
    // A carriage return at the end may be half of a line's end.
    const held = rest.endsWith('\r') ? '\r' : '';
    const text = rest.slice(0, rest.length - held.length).replace(/\r\n?/g, '\n');
    const blocks = text.split('\n\n');
    rest = `${blocks.pop() ?? ''}${held}`;
    return blocks.flatMap(eventIn);
  };
}

/** The events of a whole stream. */
export const eventsOf = (text: string): readonly ServerSentEvent[] => eventReader()(text);

function eventIn(block: string): readonly ServerSentEvent[] {
  const fields = block.split('\n').map((line) => /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []);
  const valuesOf = (wanted: string) =>
    fields.flatMap(([, name, value = '']) => (name === wanted ? value : []));
  const data = valuesOf('data');
  return data.length === 0 ? [] : [{ event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') }];
}

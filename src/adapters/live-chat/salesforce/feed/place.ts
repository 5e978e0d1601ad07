/** Where a feed goes on. */
export interface Place {
  /** Of the last event of the stream that had its effect; absent before the first one. */
  readonly eventId?: string;
  /**
   * Until when the list of entries was read, in milliseconds since 1970 by Salesforce's clock. What a stream has told does not move
   * it, since the stream may have left something out before that.
   */
  readonly listedUntil: number;
}

export const bookmarkOf = ({ eventId = '', listedUntil }: Place): string => `${listedUntil} ${eventId}`;

/** The beginning for a bookmark that is none. */
export function placeAt(bookmark: string | undefined): Place {
  const [, listedUntil, eventId = ''] = /^(\d{1,16}) (.*)$/.exec(bookmark ?? '') ?? [];
  return { listedUntil: Number(listedUntil ?? 0), ...(eventId !== '' && { eventId }) };
}

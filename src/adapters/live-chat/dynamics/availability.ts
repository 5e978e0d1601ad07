import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { isSuccess } from '../../http/client/http-outcome.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { withToken } from '../../http/client/with-token.ts';
import type { LiveChatPlatform } from '../vendor.ts';
import { isTokenRefused, sendWithToken } from './api.ts';
import type { AvailabilitySettings } from './settings.ts';
import { type AvailabilityAnswer, asMeant, availabilityAnswer, type ContextItem } from './wire.ts';

export interface AvailabilityOptions extends AvailabilitySettings {
  readonly getToken: LiveChatPlatform['getToken'];
  readonly noteRefusal?: NoteRefusal;
}

/** Hours and agents of the queue that a conversation with this context would come to; absent when they could not be learnt. */
export type AskAvailability = (
  context: Readonly<Record<string, ContextItem>>,
) => Promise<{ readonly result: HttpOutcome; readonly answer?: AvailabilityAnswer }>;

/** The start waits for it, so it has no more than this, in milliseconds. */
const timeoutMs = 3_000;
/** The data type of a text. */
const textType = '192350000';

/** Asks Dataverse, whose tokens are the LiveChat connection's for the environment's own address. */
export function dataverseAvailability(options: AvailabilityOptions): AskAvailability {
  const { orgUrl, liveWorkStreamId, getToken, noteRefusal } = options;
  const url = `${orgUrl}/api/data/v9.2/CCaaS_GetRepresentativeAvailabilityBeforeConversation`;
  return async (context) => {
    const items = Object.entries(context).map(([name, item]) => [name, { ...item, datatype: textType }]);
    const body = {
      ApiVersion: '1.0',
      LiveWorkStreamId: liveWorkStreamId,
      ...(items.length > 0 && { CustomContextItems: JSON.stringify(Object.fromEntries(items)) }),
    };
    const result = await withToken({
      getToken: (refused) => getToken(`${orgUrl}/.default`, refused),
      send: (token) =>
        sendWithToken(url, { route: 'availability', body, timeoutMs }, { token, headers: [], noteRefusal }),
      isTokenRefused,
    });
    if (result.outcome !== 'answered' || !isSuccess(result.status)) return { result };
    const answer = availabilityAnswer.safeParse(asMeant(result.body)).data;
    return { result, ...(answer && { answer }) };
  };
}

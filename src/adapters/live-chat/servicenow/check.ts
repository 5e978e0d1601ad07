import type { GetHeldToken } from '../../http/client/held-token.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { sendHttpRequest } from '../../http/client/http-request.ts';
import type { CheckedPoint } from '../vendor.ts';
import type { Access, Authenticated } from './access/access.ts';
import { integrationPath } from './wire.ts';

interface Checked {
  readonly baseUrl: string;
  readonly access: Access;
  readonly authenticated: Authenticated;
  /** Where there are tokens. */
  readonly getToken?: GetHeldToken;
  /** Where ServiceNow is to send its callbacks. */
  readonly callbackUrl: string;
}

const timeoutMs = 10_000;

/**
 * All that can be asked without opening a conversation. The integration resource takes POST alone, so a GET changes nothing. What the
 * worker checks, and where it sends its answers, shows only in the callbacks of a first handoff.
 */
export async function checkInstance(checked: Checked): Promise<readonly CheckedPoint[]> {
  const { baseUrl, access, authenticated, getToken, callbackUrl } = checked;
  const points: CheckedPoint[] = [];
  if (getToken) points.push(await tokenPoint(getToken));
  const result = await authenticated('', ({ headers }) =>
    sendHttpRequest({
      method: 'GET',
      url: `${baseUrl}${integrationPath}`,
      headers: ['accept', 'application/json', ...headers],
      timeoutMs,
    }),
  );
  return [...points, resourcePoint(result, access), callbacksPoint(callbackUrl)];
}

async function tokenPoint(getToken: GetHeldToken): Promise<CheckedPoint> {
  const tried = 'the token endpoint gives a token';
  try {
    await getToken();
    return { tried, result: 'fine', came: 'a token' };
  } catch (error) {
    const advice =
      'Check LIVECHAT_SERVICENOW_CLIENT_ID and _CLIENT_SECRET, that inbound client credentials are enabled, and that the OAuth application has a user.';
    return { tried, result: 'wrong', came: error instanceof Error ? error.message : 'no token', advice };
  }
}

function resourcePoint(result: HttpOutcome, { user }: Access): CheckedPoint {
  const tried = 'the Virtual Agent API is there and lets the bridge in';
  if (result.outcome !== 'answered') {
    const advice = 'Check LIVECHAT_BASE_URL, and that this machine reaches it.';
    return { tried, result: 'wrong', came: `no answer (${result.cause})`, advice };
  }
  const came = `status ${result.status}${result.isPage ? ' and a page' : ''}`;
  switch (result.status) {
    case 405: {
      if (user.kind !== 'none') return { tried, result: 'fine', came };
      const advice = 'The token is checked by a worker, later: ask for an agent once, and see a callback.';
      return { tried, result: 'unknown', came, advice };
    }
    case 401:
    case 403:
      return { tried, result: 'wrong', came, advice: 'Check how the bridge authenticates, and the roles.' };
    case 400:
    case 404:
      return { tried, result: 'wrong', came, advice: 'Install the Virtual Agent API (sn_va_as_service).' };
    default:
      return {
        tried,
        result: 'unknown',
        came,
        advice: 'See whether the instance is awake and at this address.',
      };
  }
}

const callbacksPoint = (callbackUrl: string): CheckedPoint => ({
  tried: 'callbacks come to the bridge',
  result: 'unknown',
  came: 'nothing can be asked of it',
  advice: `Set ${callbackUrl} as the Connection URL of the VA Bot to Bot provider application, and ask for an agent once.`,
});

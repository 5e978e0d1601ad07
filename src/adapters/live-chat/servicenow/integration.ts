import { type HttpOutcome, isSuccess } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import type { Authenticated } from './access/access.ts';
import { type IntegrationRequest, integrationPath, statusIn } from './wire.ts';

/** Makes one request of the instance. */
export type PostToInstance = (request: IntegrationRequest, key: string) => Promise<HttpOutcome>;

interface Instance {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly authenticated: Authenticated;
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

const timeoutMs = 10_000;

export function integrationOf({ baseUrl, authenticated, noteRefusal }: Instance): PostToInstance {
  return (request, key) => {
    // Compact, as the signature is over it.
    const body = JSON.stringify(request);
    const { message, contextVariables, history, emailId, action = 'message' } = request;
    return authenticated(body, async ({ headers, secret }) => {
      const result = asRefusal(
        await sendHttpRequest({
          method: 'POST',
          url: `${baseUrl}${integrationPath}`,
          headers: [...jsonHeaders, ...headers],
          body,
          timeoutMs,
        }),
      );
      const words = { message, contextVariables, history, emailId };
      noteRefusal?.(result, { route: action, message: key, body: words, secret });
      return result;
    });
  };
}

/** A failure that comes with 200 is a refusal of this request, as one with 422 would be. */
function asRefusal(result: HttpOutcome): HttpOutcome {
  const isRefusal =
    result.outcome === 'answered' && isSuccess(result.status) && statusIn(result.body) === 'failure';
  return isRefusal ? { ...result, status: 422 } : result;
}

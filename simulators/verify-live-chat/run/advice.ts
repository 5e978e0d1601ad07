import type { Unanswered } from '../http/exchange.ts';
import type { Finding } from './clause.ts';

/* What to change, for a reader who has the answer at hand and not the contract. */

const forFailure: Readonly<Record<Unanswered['kind'], string>> = {
  timeout:
    'Answer as soon as the request is stored and do the slow part afterwards: a customer waits meanwhile. If your live chat may be slower, raise --timeout.',
  closed: 'Answer every request. Look into your log for a crash, and into proxies that cut connections.',
  unreachable: 'Check that the live chat runs, and that the address and the port are right.',
  tls: 'Check the certificate; with an authority of your own, pass it with --ca.',
  cut: 'The command cut this connection itself.',
  'not-http': 'Check that this port speaks HTTP, and that http and https are not mixed up.',
};

export function adviceForFailure({ kind, failure }: Unanswered): Pick<Finding, 'cause' | 'advice'> {
  return { cause: failure, advice: forFailure[kind] };
}

const forExpectedStatus: ReadonlyMap<number, string> = new Map([
  [200, 'Answer 200 when it is done, and also when it was done before: a repeat is no error.'],
  [
    201,
    'Answer a start with 201 and the id of the session that was opened, also when agents are still busy.',
  ],
  [400, 'Refuse a body that is not as agreed with 400, so that the mistake is seen and not repeated.'],
  [401, 'Check the credentials of each request first, and refuse wrong ones with 401.'],
  [404, 'Answer 404 for a session that you do not know: the customer is then given back to the copilot.'],
  [
    410,
    'Remember the sessions that have ended, and refuse messages for them with 410: the customer is then told that they will not be read.',
  ],
  [
    503,
    'When no session can be had, answer 503 with the reason in "error": closed, no-agents or unavailable.',
  ],
]);

export function adviceForStatus({
  expected,
  received,
}: {
  readonly expected: number;
  readonly received: number;
}): string {
  const agreed = forExpectedStatus.get(expected) ?? `Answer ${expected} here.`;
  if (received === 401 || received === 403) {
    return `Your live chat refuses the credentials of the command. Check the token or key and how it is sent (--help, "Authentication"). If they are right: ${agreed}`;
  }
  if (received === 429)
    return 'Your live chat limits the rate, and asked to wait for longer than the command does. Raise the limit for the test, or answer with a shorter Retry-After.';
  if (received >= 500 && expected < 500) return `Look into your log for the error behind it. ${agreed}`;
  if ((received === 404 || received === 405) && expected < 400)
    return `Check that this route exists, with this method, below the address that was given. ${agreed}`;
  return agreed;
}

export function adviceForAnswer(
  problem: 'html' | 'not-json' | 'missing' | 'other',
  where = 'the field',
): string {
  switch (problem) {
    case 'html':
      return 'Answer JSON. An HTML page mostly comes from something in front of the API: a login page, an error page, a wrong path.';
    case 'not-json':
      return 'Answer a JSON body with the header "content-type: application/json".';
    case 'missing':
      return `Add ${where} to the answer; the bridge cannot do without it.`;
    case 'other':
      return `Send ${where} as agreed; the table shows what is expected and what came.`;
  }
}

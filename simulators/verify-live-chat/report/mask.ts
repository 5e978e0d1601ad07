import { type Exchange, type Headers, isAnswered } from '../http/exchange.ts';
import type { Clause } from '../run/clause.ts';

const MASK = '••••••';

const secretHeaders = /^(authorization|proxy-authorization|cookie|set-cookie)$|api[-_]?key|token|secret/i;

/** A shorter one would blot out ordinary words; such a secret is unsafe anyway. */
const SHORTEST_SECRET = 4;

export interface Secrets {
  readonly values: readonly string[];
  /** Headers that carry nothing but a secret, names in lower case. */
  readonly headers: readonly string[];
}

/** Makes a clause fit for reports: no credentials in headers, and none of the known secrets anywhere. */
export function masking(secrets: Secrets): (clause: Clause) => Clause {
  const mask = maskOf(secrets.values);
  const masked = (exchange: Exchange): Exchange => maskedExchange(exchange, mask, secrets.headers);
  return (clause) => {
    switch (clause.outcome) {
      case 'not-run':
        return { ...clause, cause: mask(clause.cause) };
      case 'passed':
        return { ...clause, exchanges: clause.exchanges.map(masked) };
      case 'failed':
        return {
          ...clause,
          exchanges: clause.exchanges.map(masked),
          cause: mask(clause.cause),
          differences: clause.differences.map(({ where, expected, received }) => ({
            where,
            expected: mask(expected),
            received: mask(received),
          })),
        };
    }
  };
}

type Mask = (text: string) => string;

function maskOf(secrets: readonly string[]): Mask {
  const known = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length);
  return (text) => known.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

function maskedExchange(exchange: Exchange, mask: Mask, secretNames: readonly string[]): Exchange {
  const { answer } = exchange;
  const headersOf = (headers: Headers): Headers => maskedHeaders(headers, mask, secretNames);
  return {
    ...exchange,
    url: mask(exchange.url),
    headers: headersOf(exchange.headers),
    body: mask(exchange.body),
    answer: isAnswered(answer)
      ? { ...answer, headers: headersOf(answer.headers), body: mask(answer.body) }
      : answer,
  };
}

function maskedHeaders(headers: Headers, mask: Mask, secretNames: readonly string[]): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const isSecret = secretHeaders.test(name) || secretNames.includes(name.toLowerCase());
      return [name, isSecret ? maskedValue(value) : mask(value)];
    }),
  );
}

/** The scheme helps to find a mistake and gives nothing away. */
function maskedValue(value: string): string {
  const scheme = /^(Bearer|Basic) \S/i.exec(value)?.[1];
  return scheme === undefined ? MASK : `${scheme} ${MASK}`;
}

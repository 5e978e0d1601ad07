/** One request and what came of it. */
export interface Exchange {
  readonly direction: 'to-live-chat' | 'from-live-chat';
  readonly method: string;
  /** Whole for requests of ours, the path alone for callbacks. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: string;
  readonly answer: AnsweredExchange | Unanswered;
  readonly ms: number;
}

export type Headers = Readonly<Record<string, string>>;

export interface AnsweredExchange {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Unanswered {
  /** In plain words, such as `no answer within 5000 ms`. */
  readonly failure: string;
  readonly kind: 'timeout' | 'closed' | 'unreachable' | 'tls' | 'not-http' | 'cut';
}

export const isAnswered = (answer: Exchange['answer']): answer is AnsweredExchange => 'status' in answer;

export function isJson({ headers }: AnsweredExchange): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
}

/** The parsed body, or undefined when it is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A field of a parsed body; undefined when there is no such field or no object. */
export function fieldOf(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  return Object.entries(body).find(([key]) => key === name)?.[1];
}

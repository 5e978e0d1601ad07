import { request } from 'undici';

interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

/** POSTs `body` as JSON. Resolves for every HTTP status; rejects without an answer, or when `signal` aborts. */
export async function postJson(url: string, body: unknown, options: PostOptions = {}): Promise<Answer> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: JSON.stringify(body),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return { status: answer.statusCode, headers: answer.headers, body: parsed(await answer.body.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

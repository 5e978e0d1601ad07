const place = 'handoff-operator-token';

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Kept for this tab alone, and only until it is closed. */
export const token = {
  get: () => sessionStorage.getItem(place) ?? '',
  set: (value) => sessionStorage.setItem(place, value),
  forget: () => sessionStorage.removeItem(place),
};

/** Asks the bridge; rejects with {@link Refused}, or with what the browser says when it was not reached. */
export async function ask(path, { method = 'GET', body } = {}) {
  const answer = await fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${token.get()}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const read = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, read.detail ?? `The bridge answered ${answer.status}.`);
  return read;
}

export const sentenceOf = (error) => {
  if (!(error instanceof Refused)) return 'The bridge was not reached.';
  return error.status === 401 ? 'This is not the token of this bridge.' : error.message;
};

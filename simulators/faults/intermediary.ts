interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const pages: Readonly<Record<number, string>> = {
  200: 'Sign in to continue',
  302: 'Moved',
  403: 'Request blocked',
  404: 'No route to this service',
  405: 'Method not allowed',
  502: 'Bad gateway',
};

/** What a login page, a firewall or an ingress answers in place of the peer. */
export function intermediaryAnswer(status: number): Page {
  if (status === 204) return { status, headers: {}, body: Buffer.alloc(0) };
  const title = pages[status] ?? 'Something is in between';
  const html = `<!doctype html><html><head><title>${title}</title></head><body><h1>${status} ${title}</h1></body></html>\n`;
  const type = { 'content-type': 'text/html; charset=utf-8' };
  const headers = status >= 300 && status < 400 ? { ...type, location: '/sign-in' } : type;
  return { status, headers, body: Buffer.from(html) };
}

import { activeSpan, readTraceparent } from '../http/client/active-span.ts';
import type { Routes } from '../http/server/routes.ts';
import type { Spans } from './spans.ts';

/** The same app, with a span for each request, in the trace that the request's `traceparent` names. */
export function tracedApp(app: Routes, spans: Spans): Pick<Routes, 'fetch'> {
  const routeOf = routesOf(app);
  return {
    fetch: async (request, ...more) => {
      const { method } = request;
      const route = routeOf(method, new URL(request.url).pathname);
      const under = readTraceparent(request.headers.get('traceparent'));
      const span = spans.begin(route === undefined ? 'HTTP' : `${method} ${route}`, 'request', {
        ...(under && { under }),
        // A path that is not ours can say anything.
        of: route === undefined ? {} : { 'http.request.method': method, 'http.route': route },
      });
      const response = await activeSpan.run(span.active, () => app.fetch(request, ...more));
      const { status } = response;
      span.end({ 'http.response.status_code': status }, status >= 500 ? 'failed' : undefined);
      return response;
    },
  };
}

/** Which route a path belongs to, with the names of its parameters in place of their values. */
function routesOf({ routes }: Routes): (method: string, path: string) => string | undefined {
  const patterns = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({
      method,
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
    }));
  return (method, path) => patterns.find((each) => each.method === method && each.pattern.test(path))?.path;
}

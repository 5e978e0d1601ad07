import type { ApiDocument, ApiRoutes } from '../server/api-routes.ts';

/** All that an app serves, as OpenAPI 3.1, from the descriptions of its routes. */
export function apiDocument(app: ApiRoutes): ApiDocument {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Handoff Bridge',
      version: '1.0.0',
      description:
        'Carries a conversation from a Copilot Studio agent to a human in a live chat, and back. What a 2xx has taken is stored and will be delivered; whatever got no answer can be repeated under the same id. Bodies are JSON of at most 256 KB, not compressed, nested at most 64 levels. Times are ISO 8601 with an offset. Lengths count UTF-16 code units. Every refusal is a problem (RFC 9457).',
    },
    servers: [{ url: '/', description: 'This bridge.' }],
  });
}

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RestEnv } from '../rest-env.ts';

/** A refusal as Sunshine Conversations writes it. */
export const refuse = (c: Context<RestEnv>, status: ContentfulStatusCode, code: string): Response =>
  c.json({ errors: [{ code, title: titles.get(code) ?? code }] }, status);

const titles: ReadonlyMap<string, string> = new Map([
  ['unauthorized', 'Authorization is required'],
  ['forbidden', 'Forbidden'],
  ['bad_request', 'The request is not valid'],
  ['app_not_found', 'App not found'],
  ['user_not_found', 'User not found'],
  ['conversation_not_found', 'Conversation not found'],
  ['switchboard_integration_not_found', 'Switchboard integration not found'],
  ['conflict', 'A user with this externalId exists'],
  ['payload_too_large', 'Request entity too large'],
]);

const codes: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'conversation_not_found',
  413: 'payload_too_large',
  423: 'locked',
  429: 'too_many_requests',
};

/** What it says with a status when it refuses by itself. */
export function refusalWith(status: number, code = codes[status] ?? 'internal_server_error'): object {
  return { errors: [{ code, title: titles.get(code) ?? 'A planned failure' }] };
}

import { createHash } from 'node:crypto';

/** What a contact center has one of, for all who call it. */
export const ORG_ID = '5f1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9';
export const CHANNEL_ID = '0d9f1f6e-2c1b-4b8e-9d3c-6f0a5b7c8d9e';
export const WORKSTREAM_ID = '8a581641-291b-4002-9b86-55e0cfa0fc63';

/** Whom tokens for the Messaging API are for. */
export const AUDIENCE = `https://${ORG_ID.replaceAll('-', '')}-c.crm4.dynamics.com`;

export const isGuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** The same name has the same id, as an agent has. */
export function agentId(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

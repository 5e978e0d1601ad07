import { createHash } from 'node:crypto';

/** What an organization has one of, for all who call it. */
export const INTEGRATION_ID = '7a1d0e4c-5b6f-4c3d-9e8a-1b2c3d4e5f60';
export const QUEUE_ID = 'b6c7d8e9-0f1a-4b2c-8d3e-4f5a6b7c8d9e';
export const CLIENT_ID = 'c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e5f';
export const INTEGRATION_NAME = 'Handoffs';

export const API = '/api/v2';
export const TOKEN_PATH = '/oauth/token';

/** The same for the same parts, in the form of a GUID. */
export function idOf(...parts: readonly string[]): string {
  const digits = createHash('sha256').update(parts.join(' ')).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3})(.{4})(.{12}).*$/, '$1-$2-4$3-$4-$5');
}

import { randomBytes } from 'node:crypto';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { goodEnvironment } from './good-environment.ts';

export const app = (connection: string, name: string) => `Connections__${connection}__Settings__${name}`;

export const webhookSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

/** What is found in a good environment with these changes; an `undefined` takes a setting away. */
export function findingsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig({ ...goodEnvironment(), ...changes });
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

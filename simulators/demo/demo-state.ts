import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Credentials, newCredentials } from '../bridge-environment.ts';
import { type Ports, usualPorts } from './ports.ts';

const app = z.object({ clientId: z.string(), clientSecret: z.string() });
const stateSchema = z.object({
  credentials: z.object({
    tenantId: z.string(),
    skillApp: app,
    copilotApp: app,
    liveChatApp: app.default(() => newCredentials().liveChatApp),
    webhookSecret: z.string(),
    apiKey: z.string(),
  }),
  ports: z.object({
    liveChat: z.number(),
    bridge: z.number(),
    microsoft: z.number(),
    console: z.number().default(usualPorts.console),
    teamsLine: z.number().default(usualPorts.teamsLine),
    playground: z.number().default(usualPorts.playground),
  }),
});

/** What has to be the same at the next start, so that open sessions find each other again. */
export interface DemoState {
  readonly credentials: Credentials;
  readonly ports: Ports;
}

/** What the last run in this directory kept, or what a first run begins with. */
export async function readDemoState(directory: string): Promise<DemoState> {
  const text = await readFile(fileIn(directory), 'utf8').catch(() => undefined);
  if (text === undefined) return { credentials: newCredentials(), ports: usualPorts };
  return stateSchema.parse(JSON.parse(text));
}

export async function writeDemoState(directory: string, value: DemoState): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(fileIn(directory), JSON.stringify(value, undefined, 2), { mode: 0o600 });
}

const fileIn = (directory: string): string => join(directory, 'demo.json');

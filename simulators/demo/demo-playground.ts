import { join } from 'node:path';
import type { PlaygroundAddress } from '../microsoft-side.ts';
import { type Playground, playgroundConnectorUrl, startPlayground } from '../playground/start-playground.ts';
import type { Ports } from './ports.ts';

export interface DemoPlayground extends Pick<Playground, 'stop'> {
  readonly address: PlaygroundAddress;
}

/** One chat, whose session goes on at the next start. */
const conversationId = 'personal-chat';

/** The Agents Playground in front of the demo's copilot, which it reaches as soon as that one listens. */
export async function startDemoPlayground(ports: Ports, directory: string): Promise<DemoPlayground> {
  const { url, stop } = await startPlayground({
    port: ports.playground,
    botUrl: `http://127.0.0.1:${ports.microsoft}/playground/messages`,
    conversationId,
    directory: join(directory, 'playground'),
  });
  return { address: { url, connectorUrl: playgroundConnectorUrl(ports.playground) }, stop };
}

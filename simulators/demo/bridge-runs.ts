import type { RehearsedBridge } from '../console/rehearsal.ts';
import { type BridgeChild, bridgeChild } from './bridge-child.ts';

/** The bridge's processes, of which one runs at a time. */
export interface BridgeRuns {
  readonly status: RehearsedBridge['status'];
  /** Where the running one listens; nowhere while none runs. */
  url(): string;
  start(): Promise<void>;
  end(how: 'kill' | 'stop'): Promise<void>;
  skip(ms: number): void;
  /** Lets the one go that was loaded ahead and never started. */
  forgetSpare(): void;
}

interface RunOptions {
  readonly onLine: (line: string) => void;
  readonly environment: () => Readonly<Record<string, string>>;
  /** How far its clock is ahead, in milliseconds. */
  readonly aheadMs: () => number;
}

/** No port of a process of ours: connections to it are refused. */
const nowhere = 1;

export function bridgeRuns({ onLine, environment, aheadMs }: RunOptions): BridgeRuns {
  // Loads while the others start.
  let spare: BridgeChild | undefined = bridgeChild(onLine);
  let running: { readonly child: BridgeChild; readonly port: number } | undefined;
  let status: RehearsedBridge['status'] = 'stopped';
  return {
    get status() {
      return status;
    },
    url: () => `http://127.0.0.1:${running?.port ?? nowhere}`,
    async start() {
      if (running || status === 'starting') return;
      status = 'starting';
      const child = spare ?? bridgeChild(onLine);
      spare = undefined;
      try {
        const port = await child.start({ environment: environment(), skippedMs: aheadMs() });
        running = { child, port };
        status = 'running';
      } catch (error) {
        status = 'stopped';
        await child.end('kill');
        throw error;
      }
      void child.exited.then(() => {
        running = undefined;
        status = 'stopped';
      });
    },
    end: async (how) => running?.child.end(how),
    skip: (ms) => running?.child.skip(ms),
    forgetSpare: () => void spare?.end('kill'),
  };
}

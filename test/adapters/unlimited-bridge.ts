import { type RunningBridge, startRunningBridge } from './http/running-bridge.ts';

/** A bridge that takes and sends as fast as a test can. */
export const startUnlimitedBridge = (): Promise<RunningBridge> =>
  startRunningBridge({
    environment: {
      HANDOFF_RATE_PER_CONVERSATION: '10000',
      HANDOFF_RATE_PER_SESSION: '10000',
      HANDOFF_TEAMS_PER_SECOND: '10000',
      HANDOFF_TEAMS_THREAD_LIMITS: 'none',
    },
  });

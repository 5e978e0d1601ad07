import type { LiveChatAttempt } from '../../src/application/ports/live-chat.ts';

/** The first attempt under a key. */
export const firstAttempt = (key: string): LiveChatAttempt => ({ key, mayHaveArrived: false });

/** An attempt after one under the same key whose outcome is not known. */
export const anotherAttempt = (key: string): LiveChatAttempt => ({ key, mayHaveArrived: true });

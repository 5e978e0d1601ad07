import { getHeapStatistics } from 'node:v8';

/**
 * How much the messages of all sessions may weigh together in a store that holds them in memory: an eighth of what Node may
 * use, since a text can take twice its weight, and a start or a commit has it twice.
 */
export const messageMemoryBytes = (): number => getHeapStatistics().heap_size_limit / 8;

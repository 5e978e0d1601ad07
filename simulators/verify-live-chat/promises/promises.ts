import { credentialPromises } from './credential-promises.ts';
import { keyPromises } from './key-promises.ts';
import type { PromiseOfReference } from './promise.ts';
import { sessionPromises } from './session-promises.ts';
import { wordPromises } from './word-promises.ts';

export const promisesOfReference: readonly PromiseOfReference[] = [
  ...keyPromises,
  ...sessionPromises,
  ...wordPromises,
  ...credentialPromises,
];

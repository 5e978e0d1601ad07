import { MatchersV3 } from '@pact-foundation/pact';

/** Pact's regular expressions take numbers too, by their digits; a text has to be said to be one. */
const textLike = (pattern: string, example: string) => ({
  'pact:matcher:type': [{ 'pact:matcher:type': 'type' }, { 'pact:matcher:type': 'regex', regex: pattern }],
  value: example,
});

/** A text with something in it, no longer than an id may be. */
export const anId = (example: string) => textLike('^.{1,256}$', example);

/** One of these words. */
export const oneOf = (words: readonly string[], example: string) =>
  textLike(`^(${words.join('|')})$`, example);

/** In a request: the provider state says what to send. */
export const fromState = (name: string, example: string) =>
  MatchersV3.fromProviderState(`\${${name}}`, example);

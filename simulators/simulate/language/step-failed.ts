/** A step of a story that did not go as the story says. The message says what happened instead. */
export class StepFailed extends Error {
  override readonly name = 'Unmet';
}

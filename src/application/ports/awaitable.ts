/** A value that is known at once, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>;

/**
 * Goes on with a value, at once when it is known. Throws what `next` throws then, as an `await` in an async function does.
 * For the path of a message: each `await` of a known value would make a promise and wait for a turn of the queue.
 */
export function andThen<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

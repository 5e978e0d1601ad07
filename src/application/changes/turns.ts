/** Runs tasks of one key one after the other; tasks of different keys do not wait for each other. */
export type InTurn = <Value>(key: string, task: () => Promise<Value>) => Promise<Value>;

export function turns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const done = (last.get(key) ?? Promise.resolve()).then(task);
    const settled = done
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return done;
  };
}

/** Runs the jobs of one key one after another, whether or not those before succeeded. */
export type Lanes = (key: string, job: () => Promise<void>) => Promise<void>;

export function createLanes(): Lanes {
  const last = new Map<string, Promise<void>>();
  return (key, job) => {
    const done = (last.get(key) ?? Promise.resolve()).then(job);
    const settled = done.catch(() => undefined);
    last.set(key, settled);
    void settled.then(() => last.get(key) === settled && last.delete(key));
    return done;
  };
}

/** Tells whether an id was given before, as long as it is among the newest `limit` ones. */
export function dedupeCache(limit: number): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return true;
    const [oldest] = seen;
    if (seen.size >= limit && oldest !== undefined) seen.delete(oldest);
    seen.add(id);
    return false;
  };
}

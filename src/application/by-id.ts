/** What is configured, to be found by its id. */
export function byId<Id, Item extends { readonly id: Id }>(
  items: readonly Item[],
): { of(id: Id): Item | undefined; readonly all: readonly Item[] } {
  const found = new Map(items.map((item) => [item.id, item]));
  return { of: (id) => found.get(id), all: items };
}

import type { LiveChatVendor } from '../adapters/live-chat/vendor.ts';
import { type About, settingsIn } from '../adapters/settings/setting.ts';

interface Declared {
  readonly kind: string;
  readonly about: About;
}

/** The settings of all vendors, by name. The description of one that vendors do not share says for which of them it is. */
export function settingsOfVendors(
  vendors: readonly Pick<LiveChatVendor, 'kind' | 'settings'>[],
): ReadonlyMap<string, About> {
  const byName = new Map<string, Declared[]>();
  for (const { kind, settings } of vendors) {
    for (const [name, about] of settingsIn(settings))
      byName.set(name, [...(byName.get(name) ?? []), { kind, about }]);
  }
  return new Map([...byName].flatMap(([name, declared]) => merged(name, declared, vendors.length)));
}

function merged(
  name: string,
  declared: readonly Declared[],
  vendorCount: number,
): readonly (readonly [string, About])[] {
  const [first] = declared;
  if (first === undefined) return [];
  const byDescription = Map.groupBy(declared, ({ about }) => about.description);
  const isShared = declared.length === vendorCount && byDescription.size === 1;
  if (isShared || first.about.description === undefined) return [[name, first.about]];
  const description = [...byDescription]
    .map(([text, each]) => `for ${each.map(({ kind }) => `\`${kind}\``).join(', ')}: ${text}`)
    .join('; ');
  return [[name, { ...first.about, description }]];
}

import { distance } from 'fastest-levenshtein';
import type { Environment } from './environment.ts';
import { allSettings } from './owners.ts';

const ours = /^(HANDOFF|LIVECHAT)_|^Connections(__|:)/i;

/** A name without a description is understood, and not recommended. */
const recommended = [...allSettings].flatMap(([name, { description }]) =>
  description !== undefined && ours.test(name) ? [name] : [],
);

/** Settings of Microsoft's sample that have another name here. */
const elsewhere: readonly (readonly [RegExp, string])[] = [
  [/^LiveChatSettings(__|:)/i, 'LIVECHAT_BASE_URL'],
  [/^ConnectionsMap(__|:)/i, 'HANDOFF_ALLOWED_SERVICE_HOSTS'],
  [/^TokenValidation(__|:)/i, 'HANDOFF_ALLOWED_CALLERS'],
];

/** Kubernetes sets such variables for services of these names. */
const serviceLink =
  /^(HANDOFF|LIVECHAT)(_\w+)?_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\w+)?)$|^(HANDOFF|LIVECHAT)_PORT$/;

/** A misspelt setting would silently leave its default in force. Each finding names the known setting that is most like it. */
export const unknownSettings = (environment: Environment): readonly string[] =>
  Object.keys(environment).flatMap((name) => {
    const other = elsewhere.find(([pattern]) => pattern.test(name))?.[1];
    if (other !== undefined) return [`${name} is not a setting of the bridge; expected ${other}.`];
    if (!ours.test(name) || allSettings.has(name) || serviceLink.test(name)) return [];
    return [`${name} is not a setting of the bridge; expected one such as ${nearest(name)}.`];
  });

function nearest(name: string): string {
  const normal = normalised(name);
  const [first = '', ...others] = recommended;
  return others.reduce(
    (best, each) => (distance(normalised(each), normal) < distance(normalised(best), normal) ? each : best),
    first,
  );
}

const normalised = (name: string): string => name.replaceAll(':', '__').toLowerCase();

/** Names of connections count in any case, and with colons, as in .NET; others are written as they are. */
export function withKnownNames(environment: Environment): Environment {
  const canonical = new Map(
    [...allSettings.keys()]
      .filter((name) => /^Connections__/.test(name))
      .map((name) => [normalised(name), name]),
  );
  const renamed: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment)) {
    const as = canonical.get(normalised(name)) ?? name;
    if (as === name || !environment[as]?.trim()) renamed[as] = value;
    // Two that say different things: the other spelling stays, and is told as unknown.
    else if (environment[as] !== value) renamed[name] = value;
  }
  return renamed;
}

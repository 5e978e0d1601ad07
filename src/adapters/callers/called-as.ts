import { fieldsIn } from '../bot-framework/json-fields.ts';

/** The ways in which a copilot calls the bridge. */
export type CalledAs = 'skill' | 'connected-agent';

/** A sign of the Agents SDK's connector, which calls connected agents. It may be missing. */
export const connectorHeader = 'x-ms-agentsdk-caller';

/**
 * In which way an activity calls, told before anything else is made of it: by the role of its recipient, which is written in
 * several casings, and by the header where the role says neither. Absent when nothing says it.
 */
export function calledAs(
  { recipient }: Readonly<Record<string, unknown>>,
  header: string | undefined,
): CalledAs | undefined {
  const { role } = fieldsIn(recipient);
  const known = typeof role === 'string' ? roles.get(role.trim().toLowerCase()) : undefined;
  if (known !== undefined) return known;
  return header?.trim().toLowerCase() === 'connector' ? 'connected-agent' : undefined;
}

const roles: ReadonlyMap<string, CalledAs> = new Map([
  ['skill', 'skill'],
  ['connectoruser', 'connected-agent'],
]);

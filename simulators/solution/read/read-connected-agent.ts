import type { ConnectedAgent } from '../solution.ts';
import { asMap, mapAt, textAt } from './yaml-fields.ts';
import { parseYaml } from './yaml-node.ts';

interface TaskFile {
  readonly schemaName: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

/** How many come along where the history's length is not told, as in Copilot Studio. */
const usualPastMessages = 5;

/** Reads a TaskDialog that calls an agent by the Activity Protocol; undefined for all other tools and topics. */
export function readConnectedAgent({ file, text, schemaName, name }: TaskFile): ConnectedAgent | undefined {
  const root = asMap(parseYaml(file, text), 'a component');
  const action = textAt(root, 'kind') === 'TaskDialog' ? mapAt(root, 'action') : undefined;
  const details = action && mapAt(action, 'operationDetails');
  if (!action || !details || textAt(details, 'kind') !== 'ActivityProtocolMetadata') return undefined;
  const history = mapAt(action, 'historyType');
  const told = history && textAt(history, 'numberOfPastUserMessagesToInclude');
  const isWithout = history === undefined || textAt(history, 'kind') === 'NoHistory';
  return {
    schemaName,
    name: textAt(root, 'modelDisplayName') ?? name,
    place: root.place,
    description: textAt(root, 'modelDescription') ?? '',
    pastMessages: isWithout ? 0 : Number(told ?? usualPastMessages),
  };
}

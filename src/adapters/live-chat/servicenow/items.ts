import { plainText } from '../../../domain/plain-text.ts';
import type { Item } from './wire.ts';

/* What the items of a callback have in common, whatever they tell. */

export const isBlank = (text: string): boolean => text.trim() === '';

export const isAgentsWord = (item: Item): boolean => item.agentInfo?.sentFromAgent === true;

export function agentNameOf({ agentInfo }: Item) {
  return agentInfo?.agentName === undefined ? {} : { agentName: agentInfo.agentName };
}

/** The name of an action in lower case, without the suffix that some versions write. */
export function actionOf({ uiType, actionType }: Item): string | undefined {
  if (uiType?.toLowerCase() !== 'actionmsg') return undefined;
  return (actionType ?? '').toLowerCase().replace(/actionmsg$/, '');
}

/** An agent's link or picture is its label and its address; of all else one of the two has the text. */
export function textOf({ uiType = '', value, label = '' }: Item): string {
  if (typeof value === 'object')
    return plainText([label, value.link].filter((each) => each !== '').join(': '));
  const isPicture = uiType.toLowerCase() === 'outputimage';
  if (isPicture && value && label) return plainText(`${label}: ${value}`);
  return plainText(value || label);
}

export const systemTextOf = (item: Item): string => plainText(item.message ?? textOf(item));

/** Other spinners turn while the Virtual Agent thinks. */
export const isWait = (item: Item): boolean =>
  actionOf(item) === 'startspinner' && item.spinnerType?.toLowerCase() === 'wait_time';

/** What the Virtual Agent expects an answer to. */
const inputs = new Set(
  ['Picker', 'TopicPickerControl', 'Boolean', 'InputText', 'FileUpload', 'Date', 'DateTime', 'Time'].map(
    (each) => each.toLowerCase(),
  ),
);

export const isInput = ({ uiType = '' }: Item): boolean => inputs.has(uiType.toLowerCase());

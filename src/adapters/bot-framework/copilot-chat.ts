import type { InboundActivity } from './inbound-activity.ts';
import { fieldsIn } from './json-fields.ts';

/** Whether an activity is of Microsoft 365 Copilot, which calls itself Teams and shows nothing outside of a turn. */
export const isCopilotChat = (entities: InboundActivity['entities']): boolean =>
  entities?.some((entity) => {
    const { type, id } = fieldsIn(entity);
    return type === 'ProductInfo' && typeof id === 'string' && id.toLowerCase() === 'copilot';
  }) ?? false;

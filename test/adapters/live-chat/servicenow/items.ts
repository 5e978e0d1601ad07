import { withoutNulls } from '../../../../src/adapters/http/requests/without-nulls.ts';
import { readCallback } from '../../../../src/adapters/live-chat/servicenow/callbacks/told.ts';
import { callback } from '../../../../src/adapters/live-chat/servicenow/wire.ts';
import type { Fields } from './scripted-instance.ts';

export const read = (body: unknown, more: Fields = {}) => {
  const sent = JSON.stringify({ clientSessionId: 'hs_1', body, ...more });
  return readCallback(callback.parse(withoutNulls(JSON.parse(sent))), sent);
};
/** What is told, without ids. */
export const told = (body: unknown, more?: Fields) =>
  read(body, more).told.map((each) => (each.type === 'status' ? each.status : { [each.type]: each.text }));
export const action = (actionType: string, more: Fields = {}) => ({
  uiType: 'ActionMsg',
  actionType,
  ...more,
});
export const entered = (name: string) => action('System', { message: `${name} has entered the chat.` });
export const output = (more: Fields) => ({ uiType: 'OutputText', group: 'DefaultText', ...more });
export const dana = { sentFromAgent: true, agentName: 'Dana', agentId: 'a1', agentAvatar: 'https://x/a' };

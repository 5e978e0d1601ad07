/** The requests that verbs name, by their paths. */
export const requests = {
  callback: /^\/api\/(messages\/proactive|livechat\/messages)$/,
  activity: /^\/api\/messages$/,
  toTeams: /activities/,
  any: /^/,
};

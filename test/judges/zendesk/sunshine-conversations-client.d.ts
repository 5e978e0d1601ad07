/** What is used here of Zendesk's own client, which has no types. */
declare module 'sunshine-conversations-client' {
  interface ApiClient {
    basePath: string;
    readonly authentications: { readonly basicAuth: { username?: string; password?: string } };
  }
  type Call = (...args: readonly unknown[]) => Promise<Readonly<Record<string, unknown>>>;
  type Api<Names extends string> = new () => Readonly<Record<Names, Call>>;

  const client: {
    readonly ApiClient: { readonly instance: ApiClient };
    readonly AppsApi: Api<'getApp'>;
    readonly UsersApi: Api<'createUser' | 'getUser'>;
    readonly ConversationsApi: Api<'createConversation' | 'getConversation' | 'listConversations'>;
    readonly MessagesApi: Api<'postMessage' | 'listMessages'>;
    readonly SwitchboardsApi: Api<'listSwitchboards'>;
    readonly SwitchboardIntegrationsApi: Api<'listSwitchboardIntegrations'>;
    readonly SwitchboardActionsApi: Api<'passControl' | 'releaseControl'>;
  };
  // biome-ignore lint/style/noDefaultExport: it is what Node makes of a CommonJS package.
  export default client;
}

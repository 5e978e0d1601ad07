/** What differs between Microsoft's clouds. All of it is documented by Microsoft, but for what says otherwise. */
export interface Cloud {
  /** Where tokens are asked for, and who issues those of version 2.0. */
  readonly authority: string;
  /** Who issues tokens of version 1.0. */
  readonly issuerV1: string;
  /** Microsoft's own tenant, in which tokens of multi-tenant bots are issued. */
  readonly botFrameworkTenantId: string;
  /** What the token of a managed identity is for that vouches for an app. */
  readonly tokenExchangeAudience: string;
  readonly botFramework: {
    /** Who issues tokens of the Bot Connector; they name no tenant. */
    readonly issuer: string;
    readonly keysUrl: string;
    /** Of tokens for the Bot Connector. */
    readonly scope: string;
  };
  /** The Bot Connector of Teams for proactive messages; absent where Microsoft documents none. */
  readonly teamsServiceUrl?: string;
  /** The region of a Copilot Studio runtime leads to a Bot Connector of the same one. */
  readonly isRegional: boolean;
  readonly serviceHosts: readonly [string, ...string[]];
}

const publicCloud: Cloud = {
  authority: 'https://login.microsoftonline.com',
  issuerV1: 'https://sts.windows.net',
  botFrameworkTenantId: 'd6d49420-f39b-4df7-a1dc-d59a935871db',
  tokenExchangeAudience: 'api://AzureADTokenExchange',
  botFramework: {
    issuer: 'https://api.botframework.com',
    keysUrl: 'https://login.botframework.com/v1/.well-known/keys',
    scope: 'https://api.botframework.com/.default',
  },
  teamsServiceUrl: 'https://smba.trafficmanager.net/teams/',
  isRegional: true,
  serviceHosts: ['smba.trafficmanager.net', '.botframework.com', '.powerapps.com'],
};

const governmentCloud: Cloud = {
  authority: 'https://login.microsoftonline.us',
  issuerV1: 'https://sts.windows.net',
  botFrameworkTenantId: 'cab8a31a-1906-4287-a0d8-4eef66b95f6e',
  tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  botFramework: {
    issuer: 'https://api.botframework.us',
    keysUrl: 'https://login.botframework.azure.us/v1/.well-known/keys',
    scope: 'https://api.botframework.us/.default',
  },
  teamsServiceUrl: 'https://smba.infra.gov.teams.microsoft.us/teams',
  isRegional: false,
  // Unverified: the hosts of Copilot Studio's runtime, which are taken from those of Power Apps.
  serviceHosts: ['smba.infra.gov.teams.microsoft.us', '.botframework.azure.us', '.powerapps.us'],
};

export const clouds = {
  public: publicCloud,
  // GCC has Entra and Bot Framework of the public cloud, and a Teams of its own.
  gcc: {
    ...publicCloud,
    teamsServiceUrl: 'https://smba.infra.gcc.teams.microsoft.com/teams',
    isRegional: false,
    // Unverified: `.powerapps.us`.
    serviceHosts: [
      'smba.infra.gcc.teams.microsoft.com',
      'smba.trafficmanager.net',
      '.botframework.com',
      '.powerapps.com',
      '.powerapps.us',
    ],
  },
  'gcc-high': governmentCloud,
  dod: {
    ...governmentCloud,
    teamsServiceUrl: 'https://smba.infra.dod.teams.microsoft.us/teams',
    // Unverified: `.appsplatform.us`.
    serviceHosts: ['smba.infra.dod.teams.microsoft.us', '.botframework.azure.us', '.appsplatform.us'],
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    issuerV1: 'https://sts.chinacloudapi.cn',
    botFrameworkTenantId: 'a55a4d5b-9241-49b1-b4ff-befa8db00269',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
    botFramework: {
      issuer: 'https://api.botframework.azure.cn',
      keysUrl: 'https://login.botframework.azure.cn/v1/.well-known/keys',
      scope: 'https://api.botframework.azure.cn/.default',
    },
    isRegional: false,
    // Unverified: `.powerapps.cn`.
    serviceHosts: ['.botframework.azure.cn', '.powerapps.cn'],
  },
} as const satisfies Record<string, Cloud>;

export type CloudName = keyof typeof clouds;

export const cloudNames = [
  'public',
  'gcc',
  'gcc-high',
  'dod',
  'china',
] as const satisfies readonly CloudName[];

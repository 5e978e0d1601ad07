import { app } from '../config/findings.ts';

export const connections = ['LiveChat', 'CopilotStudioBot'] as const;

const settings = ['CertPemFile', 'SendX5C', 'FederatedClientId', 'FederatedTokenFile', 'WIDAssertionFile'];

/** The settings of credentials other than a secret, each of which the doctor has to name when it is wrong. */
export const credentialsPlayed: readonly string[] = connections.flatMap((connection) =>
  settings.map((name) => app(connection, name)),
);

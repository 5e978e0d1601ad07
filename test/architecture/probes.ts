import type { Planted } from './temporary-copy.ts';

/** A file that breaks one rule and no other. */
export interface Probe extends Planted {
  readonly rule: string;
  /** What the file does wrong, to read after "reports". */
  readonly misdeed: string;
}

const layers: readonly Probe[] = [
  {
    rule: 'domain-knows-only-domain',
    misdeed: 'a domain that uses a use case',
    file: 'src/domain/probe-use-case.ts',
    source: "import { toError } from '../application/ports/log.ts';\nexport const probe = toError;\n",
  },
  {
    rule: 'domain-knows-only-domain',
    misdeed: 'a domain that uses a package, be it for a type',
    file: 'src/domain/probe-package.ts',
    source: "import type { ZodType } from 'zod';\nexport type Probe = ZodType;\n",
  },
  {
    rule: 'domain-knows-only-domain',
    misdeed: 'a domain that makes its own ids',
    file: 'src/domain/probe-built-in.ts',
    source: "export { randomUUID } from 'node:crypto';\n",
  },
  {
    rule: 'application-knows-only-the-core',
    misdeed: 'a use case that uses an adapter',
    file: 'src/application/probe-adapter.ts',
    source: "export { systemClock } from '../adapters/system/clock.ts';\n",
  },
  {
    rule: 'application-knows-only-the-core',
    misdeed: 'a use case that uses a package',
    file: 'src/application/probe-package.ts',
    source: "export { z } from 'zod';\n",
  },
  {
    rule: 'application-knows-only-the-core',
    misdeed: 'a use case that uses a Node built-in',
    file: 'src/application/probe-built-in.ts',
    source: "export { setTimeout } from 'node:timers/promises';\n",
  },
  {
    rule: 'ports-know-only-ports-and-domain',
    misdeed: 'a port that depends on a use case',
    file: 'src/application/ports/probe.ts',
    source: "export type { ChangeSession } from '../changes/change-session.ts';\n",
  },
  {
    rule: 'adapters-reach-the-core-through-ports',
    misdeed: 'an adapter that calls a use case past its port',
    file: 'src/adapters/http/server/probe-use-case.ts',
    source: "export { endHandoff } from '../../../application/end-handoff.ts';\n",
  },
  {
    rule: 'adapters-reach-the-core-through-ports',
    misdeed: 'an adapter that takes all sentences',
    file: 'src/adapters/system/probe-sentences.ts',
    source: "export type { Sentences } from '../../application/sentences.ts';\n",
  },
  {
    rule: 'adapters-do-not-know-who-wires-them',
    misdeed: 'an adapter that reads the configuration',
    file: 'src/adapters/system/probe-config.ts',
    source: "export { readConfig } from '../../config/config.ts';\n",
  },
];

const parties: readonly Probe[] = [
  {
    rule: 'adapters-do-not-know-each-other',
    misdeed: 'a live chat that writes to the customer itself',
    file: 'src/adapters/live-chat/reference/probe-channel.ts',
    source: "export { openChannels } from '../../channels/channels.ts';\n",
  },
  {
    rule: 'adapters-do-not-know-each-other',
    misdeed: 'a caller that writes to the customer itself',
    file: 'src/adapters/callers/skill/probe-channel.ts',
    source: "export { openChannels } from '../../channels/channels.ts';\n",
  },
  {
    rule: 'adapters-do-not-know-each-other',
    misdeed: 'shared HTTP that leans on a party',
    file: 'src/adapters/http/server/probe-party.ts',
    source: "export { systemClock } from '../../system/clock.ts';\n",
  },
  {
    rule: 'only-callers-and-channels-know-bot-framework',
    misdeed: 'a live chat that posts activities',
    file: 'src/adapters/live-chat/reference/probe-activity.ts',
    source: "export { postActivity } from '../../bot-framework/post-activity.ts';\n",
  },
  {
    rule: 'callers-do-not-know-each-other',
    misdeed: 'a caller that borrows from another',
    file: 'src/adapters/callers/probe/probe-caller.ts',
    source: "export { skillManifest } from '../skill/manifest.ts';\n",
  },
  {
    rule: 'channels-do-not-know-each-other',
    misdeed: 'a channel that borrows from another',
    file: 'src/adapters/channels/probe/probe-channel.ts',
    source: "export { unservable } from '../teams/servable.ts';\n",
  },
  {
    rule: 'only-callers-file-opens-callers',
    misdeed: 'a file that picks a caller past its face',
    file: 'src/adapters/callers/probe-opener.ts',
    source: "export { skillManifest } from './skill/manifest.ts';\n",
  },
  {
    rule: 'only-channels-file-opens-channels',
    misdeed: 'a file that picks a channel past its face',
    file: 'src/wiring/probe-channel.ts',
    source: "export { teamsChannel } from '../adapters/channels/teams/teams-channel.ts';\n",
  },
  {
    rule: 'only-vendors-file-opens-vendors',
    misdeed: 'a part of the wiring that picks a vendor past its face',
    file: 'src/wiring/probe-vendor.ts',
    source: "export { referenceLiveChat } from '../adapters/live-chat/reference/client.ts';\n",
  },
  {
    rule: 'vendors-do-not-know-each-other',
    misdeed: 'a vendor that borrows from another',
    file: 'src/adapters/live-chat/reference/probe-vendor.ts',
    source: "export { contosoSampleLiveChat } from '../contoso-sample/client.ts';\n",
  },
  {
    rule: 'only-vendors-file-simulates-vendors',
    misdeed: 'a simulator that picks a vendor past its face',
    file: 'simulators/probe-vendor.ts',
    source: "export { referenceRoutes } from './live-chat/reference/routes.ts';\n",
  },
  {
    rule: 'simulated-vendors-do-not-know-each-other',
    misdeed: 'a simulated vendor that borrows from another',
    file: 'simulators/live-chat/reference/probe-vendor.ts',
    source: "export { contosoSampleRoutes } from '../contoso-sample/routes.ts';\n",
  },
  {
    rule: 'stores-do-not-know-each-other',
    misdeed: 'a store that borrows from another',
    file: 'src/adapters/storage/in-memory/probe.ts',
    source: "export { lowdbStore } from '../lowdb/lowdb-store.ts';\n",
  },
  {
    rule: 'record-and-table-know-no-store',
    misdeed: 'a shared table that leans on a store',
    file: 'src/adapters/storage/table/probe-store.ts',
    source: "export { inMemoryStore } from '../in-memory/in-memory-store.ts';\n",
  },
  {
    rule: 'record-knows-no-table',
    misdeed: 'a record that leans on the table',
    file: 'src/adapters/storage/record/probe-table.ts',
    source: "export { LeaseBook } from '../table/lease-table.ts';\n",
  },
];

const packageHomes: readonly Probe[] = [
  {
    rule: 'only-wiring-injects',
    misdeed: 'an adapter that injects',
    file: 'src/adapters/http/server/probe-inversify.ts',
    source: "export { injectable } from 'inversify';\n",
  },
  {
    rule: 'only-wiring-injects',
    misdeed: 'a file that loads the reflection of decorators',
    file: 'src/probe-reflection.ts',
    source: "import 'reflect-metadata';\n",
  },
  {
    rule: 'agents-sdk-stays-in-callers',
    misdeed: 'a live chat that speaks in activities',
    file: 'src/adapters/live-chat/reference/probe-sdk.ts',
    source: "export type { Activity } from '@microsoft/agents-activity';\n",
  },
  {
    rule: 'agents-sdk-stays-in-callers',
    misdeed: 'a simulator that is made of the SDK',
    file: 'simulators/teams/probe-sdk.ts',
    source: "export { CloudAdapter } from '@microsoft/agents-hosting';\n",
  },
  {
    rule: 'lowdb-stays-in-its-store',
    misdeed: 'another store that uses lowdb',
    file: 'src/adapters/storage/in-memory/probe-lowdb.ts',
    source: "export { Memory } from 'lowdb';\n",
  },
  {
    rule: 'pg-stays-in-its-store',
    misdeed: 'a route that asks the database itself',
    file: 'src/adapters/http/server/probe-pg.ts',
    source: "export { Client } from 'pg';\n",
  },
  {
    rule: 'prom-client-stays-in-metrics',
    misdeed: 'a route that keeps a counter of its own',
    file: 'src/adapters/http/server/probe-prometheus.ts',
    source: "export { Counter } from 'prom-client';\n",
  },
  {
    rule: 'msal-stays-in-tokens',
    misdeed: 'a channel that asks for its tokens itself',
    file: 'src/adapters/channels/probe-msal.ts',
    source: "export { ConfidentialClientApplication } from '@azure/msal-node';\n",
  },
  {
    rule: 'key-vault-stays-in-its-adapter',
    misdeed: 'a configuration that reads the vault itself',
    file: 'src/config/probe-vault.ts',
    source: "export { SecretClient } from '@azure/keyvault-secrets';\n",
  },
  {
    rule: 'service-runs-without-dev-dependencies',
    misdeed: 'an adapter that needs a development package',
    file: 'src/adapters/system/probe-development.ts',
    source: "export { vi } from 'vitest';\n",
  },
  {
    rule: 'packages-are-declared',
    misdeed: 'a package that only another one brings along',
    file: 'test/probe-undeclared.ts',
    source: "export { Writer } from 'steno';\n",
  },
];

const surroundings: readonly Probe[] = [
  {
    rule: 'service-knows-no-simulator-and-no-test',
    misdeed: 'a service that uses a simulator',
    file: 'src/probe-simulator.ts',
    source: "export { listen } from '../simulators/http/listen.ts';\n",
  },
  {
    rule: 'simulators-speak-only-the-wire',
    misdeed: 'a simulator that shares code with the bridge',
    file: 'simulators/teams/probe-bridge.ts',
    source: "export { systemClock } from '../../src/adapters/system/clock.ts';\n",
  },
  {
    rule: 'simulators-know-no-test',
    misdeed: 'a simulator that uses a test',
    file: 'simulators/teams/probe-test.ts',
    source: "export { left } from '../../test/probe-left-over.ts';\n",
  },
];

const hygiene: readonly Probe[] = [
  {
    rule: 'no-cycles',
    misdeed: 'two files that need each other, be it for a type',
    file: 'test/probe-egg.ts',
    source: "import type { Hen } from './probe-hen.ts';\nexport type Egg = { readonly becomes: Hen };\n",
  },
  {
    rule: 'no-orphans',
    misdeed: 'a file that is left over',
    file: 'simulators/teams/probe-left-over.ts',
    source: 'export const left = 1;\n',
  },
  {
    rule: 'imports-are-found',
    misdeed: 'an import that leads nowhere',
    file: 'test/probe-nowhere.ts',
    source: "export { nothing } from './nowhere.ts';\n",
  },
];

export const probes: readonly Probe[] = [...layers, ...parties, ...packageHomes, ...surroundings, ...hygiene];

/** Files that break no rule, though they come close, or that a probe needs. */
export const innocents: readonly Planted[] = [
  {
    file: 'test/probe-hen.ts',
    source: "import type { Egg } from './probe-egg.ts';\nexport type Hen = { readonly lays: Egg };\n",
  },
  { file: 'test/probe-left-over.ts', source: 'export const left = 1;\n' },
  {
    file: 'simulators/demo/probe.ts',
    source: "export { systemClock } from '../../src/adapters/system/clock.ts';\n",
  },
  {
    file: 'simulators/demo-probe.ts',
    source: "export { systemClock } from '../src/adapters/system/clock.ts';\n",
  },
];

/**
 * The architecture as rules. Every rule is broken on purpose in test/architecture, so that one that no longer bites
 * is noticed. A new rule without its probe fails the tests.
 */

/** Files that are loaded by their name and not by an import: by a page, by an npm script, or into a process of their own. */
const startedByName = '^simulators/.+/page/|^scripts/|-process\\.ts$';

/** Where demo and rehearsals start a bridge: the places outside of the tests that know both it and its simulators. */
const demo = '^simulators/(demo([^/]*\\.ts$|/)|simulate/bridge/bridge-process\\.ts$)';

/** @type {(...names: string[]) => string} */
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layers = [
  {
    name: 'domain-knows-only-domain',
    comment: 'Pure functions of plain data: no package, no Node built-in, no other layer.',
    severity: 'error',
    from: { path: '^src/domain/' },
    to: { pathNot: '^src/domain/' },
  },
  {
    name: 'application-knows-only-the-core',
    comment: 'Use cases are functions of their ports; what they need from outside comes through one.',
    severity: 'error',
    from: { path: '^src/application/' },
    to: { pathNot: '^src/(domain|application)/' },
  },
  {
    name: 'ports-know-only-ports-and-domain',
    comment: 'A port is a promise. It does not depend on who uses it.',
    severity: 'error',
    from: { path: '^src/application/ports/' },
    to: { pathNot: '^src/(domain|application/ports)/' },
  },
  {
    name: 'adapters-reach-the-core-through-ports',
    comment: 'An adapter declares the sentences that it needs; use cases are called through their ports.',
    severity: 'error',
    from: { path: '^src/adapters/' },
    to: { path: '^src/application/', pathNot: '^src/application/ports/' },
  },
  {
    name: 'adapters-do-not-know-who-wires-them',
    comment: 'Configuration, wiring and start know the adapters, never the reverse.',
    severity: 'error',
    from: { path: '^src/adapters/' },
    to: { path: '^src/([^/]+$|config/|wiring/)' },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const parties = [
  {
    name: 'adapters-do-not-know-each-other',
    comment:
      'What all share over HTTP is in adapters/http, how each declares its settings in settings, and what callers and channels share in bot-framework.',
    severity: 'error',
    from: { path: '^src/adapters/([^/]+)/' },
    to: { path: '^src/adapters/', pathNot: '^src/adapters/($1|http|settings|bot-framework)/' },
  },
  {
    name: 'only-callers-and-channels-know-bot-framework',
    comment: 'A live chat, a store and a page for operators know nothing of activities.',
    severity: 'error',
    from: { path: '^src/adapters/', pathNot: '^src/adapters/(callers|channels|bot-framework)/' },
    to: { path: '^src/adapters/bot-framework/' },
  },
  {
    name: 'callers-do-not-know-each-other',
    comment: 'A caller can be added or deleted as a folder.',
    severity: 'error',
    from: { path: '^src/adapters/callers/([^/]+)/' },
    to: { path: '^src/adapters/callers/[^/]+/', pathNot: '^src/adapters/callers/$1/' },
  },
  {
    name: 'channels-do-not-know-each-other',
    comment: 'A channel can be added or deleted as a folder.',
    severity: 'error',
    from: { path: '^src/adapters/channels/([^/]+)/' },
    to: { path: '^src/adapters/channels/[^/]+/', pathNot: '^src/adapters/channels/$1/' },
  },
  {
    name: 'only-callers-file-opens-callers',
    comment:
      'All else knows a caller by its face, so that adding one is its folder and a line in callers.ts.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/callers/([^/]+/|callers\\.ts$)' },
    to: { path: '^src/adapters/callers/[^/]+/' },
  },
  {
    name: 'only-channels-file-opens-channels',
    comment:
      'All else knows a channel by its face, so that adding one is its folder and a line in channels.ts.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/channels/([^/]+/|channels\\.ts$)' },
    to: { path: '^src/adapters/channels/[^/]+/' },
  },
  {
    name: 'only-vendors-file-opens-vendors',
    comment:
      'All else knows a vendor by its face, so that adding one is its folder and a line in vendors.ts.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/live-chat/([^/]+/|vendors\\.ts$)' },
    to: { path: '^src/adapters/live-chat/[^/]+/' },
  },
  {
    name: 'vendors-do-not-know-each-other',
    comment: 'A vendor can be added or deleted as a folder.',
    severity: 'error',
    from: { path: '^src/adapters/live-chat/([^/]+)/' },
    to: { path: '^src/adapters/live-chat/[^/]+/', pathNot: '^src/adapters/live-chat/$1/' },
  },
  {
    name: 'only-vendors-file-simulates-vendors',
    comment:
      'Demo, stories and tests know a simulated vendor by its face; the desk in front is common to all.',
    severity: 'error',
    from: { path: '^simulators/', pathNot: '^simulators/live-chat/([^/]+/|vendors\\.ts$)' },
    to: {
      path: '^simulators/live-chat/[^/]+/',
      pathNot: '^simulators/live-chat/(callbacks|chats|desk)/',
    },
  },
  {
    name: 'simulated-vendors-do-not-know-each-other',
    comment: 'A vendor can be added or deleted as a folder.',
    severity: 'error',
    from: { path: '^simulators/live-chat/([^/]+)/' },
    to: {
      path: '^simulators/live-chat/[^/]+/',
      pathNot: '^simulators/live-chat/($1|callbacks|chats|desk)/',
    },
  },
  {
    name: 'stores-do-not-know-each-other',
    comment: 'The stores share the record and the table, nothing else.',
    severity: 'error',
    from: { path: '^src/adapters/storage/(in-memory|lowdb|postgres)/' },
    to: { path: '^src/adapters/storage/', pathNot: '^src/adapters/storage/($1|record|table)/' },
  },
  {
    name: 'record-and-table-know-no-store',
    comment: 'What the stores share must not lean on one of them.',
    severity: 'error',
    from: { path: '^src/adapters/storage/(record|table)/' },
    to: { path: '^src/adapters/storage/', pathNot: '^src/adapters/storage/(record|table)/' },
  },
  {
    name: 'record-knows-no-table',
    comment: 'The record is what is stored; the table is one way to hold it.',
    severity: 'error',
    from: { path: '^src/adapters/storage/record/' },
    to: { path: '^src/adapters/storage/table/' },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const packageHomes = [
  {
    name: 'only-wiring-injects',
    comment: 'No other file may depend on how the parts are put together.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/wiring/' },
    to: { path: packages('inversify', '@inversifyjs', 'reflect-metadata') },
  },
  {
    name: 'agents-sdk-stays-in-callers',
    comment: 'The SDK is what a caller is made of. Simulators speak the wire without it.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/adapters/callers/' },
    to: { path: packages('@microsoft') },
  },
  {
    name: 'lowdb-stays-in-its-store',
    comment: 'The embedded store is one adapter among others.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/storage/lowdb/' },
    to: { path: packages('lowdb', 'steno') },
  },
  {
    name: 'pg-stays-in-its-store',
    comment: 'Nobody else speaks with the database.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/adapters/storage/postgres/' },
    to: { path: packages('pg', 'pg-pool') },
  },
  {
    name: 'prom-client-stays-in-metrics',
    comment: 'What counts elsewhere tells a number, and not how Prometheus is told.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/adapters/admin/metrics/' },
    to: { path: packages('prom-client') },
  },
  {
    name: 'msal-stays-in-tokens',
    comment: 'All else asks for a token, however an app proves who it is.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/adapters/bot-framework/identity/tokens/' },
    to: { path: packages('@azure/msal-node', '@azure/msal-common') },
  },
  {
    name: 'key-vault-stays-in-its-adapter',
    comment: 'All else is given secrets, wherever they are kept.',
    severity: 'error',
    from: { path: '^(src|simulators)/', pathNot: '^src/adapters/key-vault/' },
    to: { path: packages('@azure/keyvault-secrets', '@azure/core-rest-pipeline') },
  },
  {
    name: 'service-runs-without-dev-dependencies',
    comment: 'The service is installed with --omit=dev.',
    severity: 'error',
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
  },
  {
    name: 'packages-are-declared',
    comment: 'A package that only another one brings along can vanish with the next update.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const surroundings = [
  {
    name: 'service-knows-no-simulator-and-no-test',
    comment: 'Production code has no branch for being tested.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(simulators|test|scripts)/' },
  },
  {
    name: 'simulators-speak-only-the-wire',
    comment:
      'A simulator that shares code with the bridge shares its mistakes. Only the demo composes both. What goes to a terminal is made printable in one place.',
    severity: 'error',
    from: { path: '^simulators/', pathNot: demo },
    to: { path: '^src/', pathNot: '^src/domain/printable\\.ts$' },
  },
  {
    name: 'simulators-know-no-test',
    comment: 'Tests use the simulators.',
    severity: 'error',
    from: { path: '^simulators/' },
    to: { path: '^test/' },
  },
];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const hygiene = [
  {
    name: 'no-cycles',
    comment: 'Of files that need each other, none can be understood first. Types count.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A file that imports nothing and that nothing imports is left over.',
    severity: 'error',
    // The compiler finds declarations of a package's types by itself.
    from: { orphan: true, pathNot: `${startedByName}|\\.d\\.ts$` },
    to: {},
  },
  {
    name: 'service-has-no-dead-files',
    comment:
      'All that is in src is needed to run the service; being tested is not enough. What a page loads is reached from its index.html.',
    severity: 'error',
    from: { path: '^src/main\\.ts$' },
    to: { path: '^src/', pathNot: '^src/adapters/admin/page/files/', reachable: false },
  },
  {
    name: 'imports-are-found',
    comment: 'An import that does not resolve would pass every other rule.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...layers, ...parties, ...packageHomes, ...surroundings, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    preserveSymlinks: true,
    builtInModules: { add: ['node:sqlite'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};

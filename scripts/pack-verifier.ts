import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.ts';

/*
 * Packs the check of live chats as a package of its own, for vendors who run it with npx: Node does not strip types
 * below node_modules, so it is compiled. An argument names another directory than build/verify-live-chat.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const out = process.argv[2] ?? join(root, 'build', 'verify-live-chat');

const needed = ['@pact-foundation/pact-core', 'standardwebhooks', 'undici', 'zod'] as const;

const readme = `# handoff-bridge-verify

Checks a live chat against the contract of Handoff Bridge.

    npx handoff-bridge-verify --url https://vendor.example
    npx handoff-bridge-verify --help

The contract itself is in \`pacts/\`, in Pact's own format.
`;

/** The command itself, which runs on every Node, and says so where the rest would fail on words that Node does not know. */
function startOn(engine: string): string {
  const [major, minor] = engine.match(/\d+/g) ?? [];
  return `#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > ${major} || (major === ${major} && minor >= ${minor})) {
  import('./simulators/verify-live-chat/main.js');
} else {
  console.error(\`handoff-bridge-verify needs Node ${major}.${minor} or later, and this is \${process.versions.node}.\`);
  process.exitCode = 2;
}
`;
}

interface OwnPackage {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function compile(): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.verifier.json'), '--outDir', out], {
    stdio: 'inherit',
  });
}

function describePackage(): void {
  const own: OwnPackage = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = {
    name: 'handoff-bridge-verify',
    version: own.version,
    description: 'Checks a live chat against the contract of Handoff Bridge.',
    license: own.license,
    type: 'module',
    engines: own.engines,
    bin: { 'handoff-bridge-verify': 'bin.js' },
    files: ['bin.js', 'simulators', 'src', 'pacts'],
    dependencies: Object.fromEntries(needed.map((name) => [name, versionOf(name, own)])),
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(out, 'README.md'), readme);
  writeFileSync(join(out, 'bin.js'), startOn(own.engines.node ?? ''));
}

function versionOf(name: string, { dependencies, devDependencies }: OwnPackage): string {
  const version = dependencies[name] ?? devDependencies[name];
  if (version === undefined) throw new Error(`package.json does not name ${name}, which the package needs`);
  return version;
}

function addPacts(): void {
  mkdirSync(join(out, 'pacts'), { recursive: true });
  for (const name of ['handoff-bridge-live-chat.json', 'handoff-bridge-contoso-live-chat.json']) {
    cpSync(join(root, 'pacts', name), join(out, 'pacts', name));
  }
}

rmSync(out, { recursive: true, force: true });
compile();
describePackage();
addPacts();
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
const tarball = execFileSync('npm', ['pack', '--silent', '--offline'], { cwd: out, encoding: 'utf8' }).trim();
say(join(out, tarball));

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../simulators/child-environment.ts';
import { freePort } from '../../simulators/free-port.ts';
import { cruiseTree } from '../architecture/cruise-tree.ts';
import { type Planted, type TemporaryCopy, temporaryCopy } from '../architecture/temporary-copy.ts';
import { goodEnvironment } from '../config/good-environment.ts';

const guide = readFileSync('docs/add-a-live-chat.md', 'utf8');
const lists = ['src/adapters/live-chat/vendors.ts', 'simulators/live-chat/vendors.ts'];

/** A live chat that is made up: the shipped sample under another name, with routes and settings of its own. */
const asAcme = (source: string): string =>
  source
    .replaceAll('contosoSample', 'acme')
    .replaceAll('ContosoSample', 'Acme')
    .replaceAll('contoso-sample', 'acme')
    .replaceAll('postSampleCallback', 'postAcmeCallback')
    .replaceAll('SampleCallback', 'AcmeCallback')
    .replaceAll('/api/livechat/messages', '/api/livechat/acme')
    .replaceAll(/LIVECHAT_(?=[A-Z])/g, 'LIVECHAT_ACME_');

const folderOfAcme = (parent: string): readonly Planted[] =>
  readdirSync(join(parent, 'contoso-sample')).map((name) => ({
    file: `${parent}/acme/${name}`,
    source: asAcme(readFileSync(join(parent, 'contoso-sample', name), 'utf8')),
  }));

const planted = ['src/adapters/live-chat', 'simulators/live-chat'].flatMap(folderOfAcme);
const page: Planted = { file: 'docs/live-chats/acme.md', source: '# Acme\n' };

let copy: TemporaryCopy;
let bridge: ChildProcess | undefined;
beforeAll(async () => {
  copy = await temporaryCopy([...planted, page]);
  for (const list of lists) {
    const file = join(copy.root, list);
    const source = await readFile(file, 'utf8');
    await writeFile(
      file,
      `import { acme } from './acme/vendor.ts';\n${source.replace(/(\w),?\s*\];/, '$1, acme];')}`,
    );
  }
}, 60_000);
afterAll(async () => {
  bridge?.kill('SIGKILL');
  await copy.remove();
});

describe('A live chat that is added by the guide', () => {
  it('touches the paths that the guide lists, and no other', () => {
    const listed = [...guide.matchAll(/^\| `([^`]+)` \|.*\|$/gm)].flatMap(([, path = '']) =>
      path.includes('/') ? [path] : [],
    );
    const touched = [...planted, page].map(({ file }) => file.replace(/\/acme\/.*$/, '/acme/'));
    expect(listed.toSorted()).toEqual([...new Set([...touched, ...lists])].toSorted());
    for (const list of lists) expect(statSync(list).isFile()).toBe(true);
  });

  it('fits the types', { timeout: 120_000 }, async () => {
    // What lists live chats has the same type whatever is in the lists, so that all else fits as before.
    const project = { extends: './tsconfig.json', include: [], files: [...lists, 'src/config/owners.ts'] };
    await writeFile(join(copy.root, 'tsconfig.acme.json'), JSON.stringify(project));
    const compiler = join(process.cwd(), 'node_modules/typescript/bin/tsc');
    const asked = [compiler, '--noEmit', '-p', 'tsconfig.acme.json'];
    const { stdout } = await promisify(execFile)(process.execPath, asked, { cwd: copy.root });
    expect(stdout).toBe('');
  });

  it('breaks no rule', { timeout: 60_000 }, async () => {
    const { files, violations } = await cruiseTree(copy.root, ['src', 'simulators', 'scripts']);
    expect(files).toContain('src/adapters/live-chat/acme/vendor.ts');
    expect(violations).toEqual([]);
  });

  it('is what a bridge speaks to that is started with its kind and its settings', {
    timeout: 60_000,
  }, async () => {
    const { LIVECHAT_BASE_URL, LIVECHAT_WEBHOOK_SECRET, LIVECHAT_API_KEY: _, ...others } = goodEnvironment();
    const port = await freePort();
    const env = {
      ...childEnvironment(),
      ...others,
      HANDOFF_HOST: '127.0.0.1',
      HANDOFF_STORE: 'memory',
      PORT: String(port),
      LIVECHAT_KIND: 'acme',
      LIVECHAT_ACME_BASE_URL: String(LIVECHAT_BASE_URL),
      LIVECHAT_ACME_WEBHOOK_SECRET: String(LIVECHAT_WEBHOOK_SECRET),
    };
    bridge = spawn(process.execPath, ['src/main.ts'], { cwd: copy.root, env, stdio: 'ignore' });
    const read = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/openapi.json`)).text();
    await expect
      .poll(
        () =>
          read().then(
            () => true,
            () => false,
          ),
        { timeout: 40_000 },
      )
      .toBe(true);
    const described = await read();
    expect(described).toContain('"/api/livechat/acme"');
    expect(described).not.toContain('"/api/livechat/messages"');
  });
});

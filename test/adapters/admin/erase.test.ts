import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument } from '../../../src/adapters/http/server/api-routes.ts';
import { liveChatIdIn, skillCaller } from '../callers/skill/skill-caller.ts';
import { fits } from '../http/docs/openapi-rules.ts';
import { callbackOf, postSigned } from '../live-chat/callbacks.ts';
import { type OperatedBridge, startOperatedBridge } from './operator.ts';
import { runScript } from './running-script.ts';

let directory: string;
let world: OperatedBridge;
let document: ApiDocument;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handoff-erase-'));
  const environment = { HANDOFF_STORE: 'lowdb', HANDOFF_DATA_DIR: directory };
  world = await startOperatedBridge({ environment });
  document = (await (await fetch(`${world.url}/openapi.json`)).json()) as ApiDocument;
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

const dataWith = (text: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && readFileSync(join(each.parentPath, each.name), 'utf8').includes(text))
    .map(({ name }) => name);

/** An open session in which both sides have spoken. */
async function spoken(problem: string) {
  const customer = await world.microsoft.teams.customer('Anna');
  const { id, name, conversationId } = customer;
  const copilot = skillCaller(world, { conversationId, always: { from: { id, name } } });
  const liveChatId = liveChatIdIn(await copilot.escalate({ ProblemDescription: problem }));
  const chat = await world.liveChat.chat((each) => each.id === liveChatId);
  await copilot.message(`${problem}, said the customer`);
  await postSigned(world, callbackOf(chat.id, { message: `${problem}, said the agent` }));
  await customer.sees(`${problem}, said the agent`);
  return { customer, copilot, chat };
}

describe('POST /admin/erase', () => {
  it('ends what is open, and leaves nothing of the customer in any file', async () => {
    const { customer, chat } = await spoken('MARKER-1');
    expect(dataWith('MARKER-1')).not.toEqual([]);
    const answer = await world.ask('POST', '/admin/erase', { body: { customerId: customer.id } });
    expect(answer).toMatchObject({ status: 200, body: { ended: 1, erased: 1 } });
    expect(fits(document, 'eraseCustomer', answer)).toEqual([]);
    expect(dataWith('MARKER-1')).toEqual([]);
    expect(dataWith(customer.id)).toEqual([]);
    expect((await postSigned(world, callbackOf(chat.id))).status).toBe(410);
    const again = await world.ask('POST', '/admin/erase', { body: { customerId: customer.id } });
    expect(again.body).toEqual({ ended: 0, erased: 0 });
    expect(world.logLines.join('')).not.toContain('MARKER-1');
  });

  it('takes the longest id that a customer can have, and none that is longer', async () => {
    const customerId = `29:${'x'.repeat(1021)}`;
    const copilot = skillCaller(world, { always: { from: { id: customerId, name: 'Anna' } } });
    await copilot.escalate({ ProblemDescription: 'MARKER-L' });
    expect(await world.ask('POST', '/admin/erase', { body: { customerId } })).toMatchObject({
      status: 200,
      body: { ended: 1, erased: 1 },
    });
    expect(dataWith('MARKER-L')).toEqual([]);
    const longer = await world.ask('POST', '/admin/erase', { body: { customerId: `${customerId}x` } });
    expect(longer).toMatchObject({ status: 400, body: { field: 'customerId' } });
  });

  it('leaves other customers unchanged', async () => {
    const { copilot } = await spoken('MARKER-2');
    await world.ask('POST', '/admin/erase', { body: { customerId: 'somebody else' } });
    expect(dataWith('MARKER-2')).not.toEqual([]);
    expect((await copilot.message('still there')).status).toBe(200);
  });

  it.each([
    [{}, 'customerId'],
    [{ customerId: '' }, 'customerId'],
    [{ customerId: 7 }, 'customerId'],
    ['[]', 'body'],
    ['{', 'body'],
  ])('refuses %j and names %s', async (body, field) => {
    const answer = await world.ask('POST', '/admin/erase', { body });
    expect(answer).toMatchObject({ status: 400, body: { field } });
    expect(fits(document, 'eraseCustomer', answer)).toEqual([]);
  });

  it('is for operators', async () => {
    const answer = await world.ask('POST', '/admin/erase', { authorization: '', body: {} });
    expect(answer.status).toBe(401);
    expect(fits(document, 'eraseCustomer', answer)).toEqual([]);
  });
});

describe('npm run erase', () => {
  it('says what it has erased', async () => {
    const { customer } = await spoken('MARKER-3');
    const token = { HANDOFF_ADMIN_TOKEN: world.token };
    const words = ['--customer', customer.id, '--url', world.url];
    expect(await runScript('erase.ts', words, token)).toEqual({
      code: 0,
      output: 'Sessions ended: 1. Sessions erased: 1.\n',
    });
    expect(dataWith('MARKER-3')).toEqual([]);
    expect((await runScript('erase.ts', ['--url', world.url], token)).code).toBe(2);
    expect((await runScript('erase.ts', words, { HANDOFF_ADMIN_TOKEN: 'not-this-bridge-token' })).code).toBe(
      1,
    );
  });
});

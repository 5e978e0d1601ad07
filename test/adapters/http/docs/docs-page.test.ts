import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docsPage } from '../../../../src/adapters/http/docs/docs-page.ts';
import { liveChatContract } from '../../../../src/adapters/live-chat/reference/contract.ts';
import { type RunningBridge, startRunningBridge } from '../running-bridge.ts';

let world: RunningBridge;
let response: Response;
let page: string;

beforeAll(async () => {
  world = await startRunningBridge();
  response = await fetch(`${world.url}/docs`);
  page = await response.text();
});
afterAll(() => world.stop());

describe('The page of the API', () => {
  it('is one HTML page that runs nothing and loads nothing from elsewhere', async () => {
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    const style = await fetch(`${world.url}/docs.css`);
    expect(style.headers.get('content-type')).toContain('text/css');
  });

  it('shows every operation that the bridge serves and every call that it makes', () => {
    for (const path of ['/api/messages', '/api/messages/proactive', '/healthz']) {
      expect(page).toContain(`<code>${path}</code>`);
    }
    for (const path of Object.keys(liveChatContract().paths ?? {}))
      expect(page).toContain(`<code>${path}</code>`);
    for (const field of ['Idempotency-Key', 'webhook-signature', 'customer.name', 'transcript[].text']) {
      expect(page).toContain(`<code>${field}</code>`);
    }
  });

  it('shows the callbacks of the live chat that is configured, and a contract only where there is one', async () => {
    expect(page).toContain('live-chat.openapi.json');
    expect(page).not.toContain('/api/livechat/messages');
    const sample = await startRunningBridge({ liveChatKind: 'contoso-sample' });
    const its = await (await fetch(`${sample.url}/docs`)).text();
    expect(its).toContain('<code>/api/livechat/messages</code>');
    expect(its).not.toContain('/api/messages/proactive');
    expect(its).not.toContain('live-chat.openapi.json');
    expect((await fetch(`${sample.url}/live-chat.openapi.json`)).status).toBe(404);
    await sample.stop();
  });

  it('has an anchor for each link into it', () => {
    const anchors = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(anchors).toContain(link);
  });

  it('leaves no mark of emphasis in its prose', () => {
    expect(page).toContain('<strong>Repeats.</strong>');
    expect(page.replace(/<pre[\s\S]*?<\/pre>/g, '')).not.toMatch(/\*\w|\w\*|\*\*/);
  });

  it('shows markup in a description as text', async () => {
    const contract = liveChatContract();
    const info = { ...contract.info, description: '<img src=x onerror=alert(1)> & "quoted"' };
    const made = (await docsPage({ ...contract, info }, contract)).toString();
    expect(made).not.toContain('<img');
    expect(made).toContain('&lt;img');
  });
});

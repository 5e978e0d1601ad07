import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiDocument } from '../../../../src/adapters/http/server/api-routes.ts';
import { startDescribedBridge } from './described-bridge.ts';
import { fits } from './openapi-rules.ts';

let bridge: Awaited<ReturnType<typeof startDescribedBridge>>;
let document: ApiDocument;
beforeAll(async () => {
  bridge = await startDescribedBridge();
  document = (await (await fetch(`${bridge.url}/openapi.json`)).json()) as ApiDocument;
});
afterAll(() => bridge.stop());

const pactFile = z.object({
  interactions: z.array(
    z.object({
      description: z.string(),
      request: z.object({ path: z.string(), body: z.looseObject({ content: z.unknown() }).optional() }),
      response: z.object({ status: z.number() }),
    }),
  ),
});

/** Taken still, and no longer described. */
const outdated = 'queue-position by its older name';

describe('What the pacts agree', () => {
  it.each([
    ['copilot-studio-handoff-bridge', 'postActivity'],
    ['live-chat-handoff-bridge', 'postCallback'],
    ['contoso-live-chat-handoff-bridge', 'postSampleCallback'],
  ])('in %s fits the description of %s', async (name, id) => {
    const { interactions } = pactFile.parse(JSON.parse(await readFile(`pacts/${name}.json`, 'utf8')));
    const taken = interactions.filter(
      ({ description, request, response }) =>
        request.body && response.status < 300 && description !== outdated,
    );
    expect(taken.length).toBeGreaterThan(0);
    for (const { request } of taken) {
      expect(fits(document, id, { request: request.body?.content })).toEqual([]);
    }
  });
});

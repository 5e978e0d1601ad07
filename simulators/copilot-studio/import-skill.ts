import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { z } from 'zod';
import { type Answer, postJson } from '../http/post-json.ts';

interface ImportOptions {
  readonly skillClientId: string;
  readonly copilotClientId: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly token: () => Promise<string>;
}

const patienceMs = 10_000;
const largestBytes = 500 * 1024;

const manifestSchema = z.looseObject({
  $schema: z.url(),
  $id: z.string().min(1),
  name: z.string().min(1),
  endpoints: z
    .array(z.looseObject({ name: z.string().min(1), endpointUrl: z.url(), msAppId: z.string().min(1) }))
    .min(1),
  activities: z
    .record(z.string(), z.looseObject({ type: z.enum(['event', 'message']), name: z.string().optional() }))
    .refine((activities) => Object.keys(activities).length > 0, 'at least one activity is expected'),
});

type Manifest = z.infer<typeof manifestSchema>;
type Read = { readonly manifest: Manifest } | { readonly findings: readonly string[] };

/** What Copilot Studio would object to when a maker imports the skill; empty when it takes the skill. */
export async function importSkill(manifestUrl: string, options: ImportOptions): Promise<readonly string[]> {
  const read = await readManifest(manifestUrl);
  if ('findings' in read) return read.findings;
  const { endpoints, activities } = read.manifest;
  const foreign = endpoints
    .filter(({ msAppId }) => msAppId !== options.skillClientId)
    .map(({ name, msAppId }) => `endpoint ${name}: msAppId ${msAppId} is not the skill's app`);
  const nameless = Object.entries(activities)
    .filter(([, { type, name }]) => type === 'event' && !name)
    .map(([id]) => `activity ${id}: an event needs a name`);
  const unhealthy = await Promise.all(endpoints.map(({ endpointUrl }) => checkHealth(endpointUrl, options)));
  return [...foreign, ...nameless, ...unhealthy.flat()];
}

async function readManifest(url: string): Promise<Read> {
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(patienceMs) });
    const text = await answer.body.text();
    if (answer.statusCode !== 200)
      return { findings: [`manifest: answered ${answer.statusCode}, expected 200`] };
    const bytes = Buffer.byteLength(text);
    if (bytes > largestBytes)
      return { findings: [`manifest: ${bytes} bytes, at most ${largestBytes} are taken`] };
    const manifest = manifestSchema.safeParse(JSON.parse(text));
    if (manifest.success) return { manifest: manifest.data };
    return {
      findings: manifest.error.issues.map(({ path, message }) => `manifest: ${path.join('.')}: ${message}`),
    };
  } catch (cause) {
    const isBroken = cause instanceof SyntaxError;
    return { findings: [isBroken ? 'manifest: is not JSON' : `manifest: not received (${cause})`] };
  }
}

/** The endOfConversation that Copilot Studio sends at the import, to check that the skill answers. */
async function checkHealth(endpointUrl: string, options: ImportOptions): Promise<readonly string[]> {
  const activity = {
    type: 'endOfConversation',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'pva-studio',
    serviceUrl: options.serviceUrl,
    from: { id: options.copilotClientId, name: 'PVASkillImport', role: 'bot' },
    recipient: { id: options.skillClientId, role: 'skill' },
    conversation: { id: randomUUID(), tenantId: options.tenantId },
    code: 'completedSuccessfully',
    value: null,
  };
  const headers = { authorization: `Bearer ${await options.token()}` };
  const signal = AbortSignal.timeout(patienceMs);
  const answer: Pick<Answer, 'status'> | undefined = await postJson(endpointUrl, activity, {
    headers,
    signal,
  }).catch(() => undefined);
  if (!answer) return [`endpoint ${endpointUrl}: not reached`];
  return answer.status === 200
    ? []
    : [`endpoint ${endpointUrl}: health check answered ${answer.status}, expected 200`];
}

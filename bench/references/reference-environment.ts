/** What the benchmark tells a reference. */
export interface ReferenceSettings {
  readonly port: number;
  readonly tenantId: string;
  readonly clientId: string;
  readonly copilotClientId: string;
  readonly authority: string;
  readonly liveChatUrl: string;
  readonly teamsServiceUrl: string;
}

export function referenceSettings(): ReferenceSettings {
  const text = process.env.BENCH_REFERENCE;
  if (text === undefined) throw new Error('BENCH_REFERENCE is missing: this program is started by the bench');
  return JSON.parse(text);
}

export interface ReferenceActivity {
  readonly type: string;
  readonly id: string;
  readonly text?: string;
  readonly name?: string;
  readonly conversation: { readonly id: string };
}

export interface ReferenceCallback {
  readonly sessionId: string;
  readonly message: string;
  readonly sender: string;
}

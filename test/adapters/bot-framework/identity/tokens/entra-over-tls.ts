import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { decodeProtectedHeader, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import { Agent } from 'undici';
import { z } from 'zod';
import { type PrivateAuthority, privateAuthority } from '../../../../tls/certificates.ts';
import { type Behaviour, type Heard, json } from '../../../http/client/odd-server.ts';

/** Entra's token endpoint on loopback, over TLS with a certificate of the test's own. */
export interface EntraOverTls {
  readonly authority: string;
  /** Trusts this Entra, and nothing else. */
  readonly dispatcher: Agent;
  /** What signs certificates here. */
  readonly issuer: PrivateAuthority;
  readonly heard: readonly Heard[];
  /** For the next requests for a token, in this order. */
  next(...behaviours: readonly Behaviour[]): void;
  stop(): Promise<void>;
}

/** As Entra does for a token of an app: nothing of it is read by the app itself. */
const granted: Behaviour = (response, heard) =>
  json(200, { token_type: 'Bearer', expires_in: 3599, access_token: `token for ${heard.body.length}` })(
    response,
    heard,
  );

export async function entraOverTls(): Promise<EntraOverTls> {
  const issuer = privateAuthority();
  const heard: Heard[] = [];
  const behaviours: Behaviour[] = [];
  const server = createServer(issuer.certify('localhost'), (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const each = {
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      heard.push(each);
      const isForToken = each.url.includes('/oauth2/v2.0/token');
      ((isForToken ? behaviours.shift() : undefined) ?? granted)(response, each);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const dispatcher = new Agent({ connect: { ca: issuer.ca } });
  return {
    authority: `https://localhost:${port}`,
    dispatcher,
    issuer,
    heard,
    next: (...more) => void behaviours.push(...more),
    async stop() {
      await dispatcher.destroy();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

export const formOf = ({ body }: Heard): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(body));

const withChain = z.object({ x5c: z.array(z.string()).optional() });

/** The assertion of a request, if the key of this certificate signed it. */
export async function assertionIn(
  heard: Heard,
  certificate: string,
): Promise<{
  readonly claims: JWTPayload;
  readonly header: ProtectedHeaderParameters;
  readonly chain?: readonly string[];
}> {
  const { client_assertion: assertion = '' } = formOf(heard);
  const { payload } = await jwtVerify(assertion, new X509Certificate(certificate).publicKey, {
    algorithms: ['PS256'],
    // As Entra does: MSAL rounds the time up.
    clockTolerance: 300,
    requiredClaims: ['exp', 'nbf', 'jti'],
  });
  const header = decodeProtectedHeader(assertion);
  const { x5c } = withChain.parse(header);
  return { claims: payload, header, ...(x5c && { chain: x5c }) };
}

import { createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certified } from '../tls/certificates.ts';

/** Signed by nobody, for the host database.example, until the year 2126. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUZI+vBhwj8bKf7jWcjvI3Fl8ff+QwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQZGF0YWJhc2UuZXhhbXBsZTAgFw0yNjExMzAwOTA5NTFaGA8y
MTI2MTEwNjA5MDk1MVowGzEZMBcGA1UEAwwQZGF0YWJhc2UuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABDF9BvWPR/UgvN0tSxPH0EVZAiBH+mfT+oAW
E9lKie1z+sSJSuVOLF0F58UWj3ceSqY7kU9XIRw9jApDJrmE4JOjUzBRMB0GA1Ud
DgQWBBT6N0eC7Wvmqm6PkLKhDxYfxaBzezAfBgNVHSMEGDAWgBT6N0eC7Wvmqm6P
kLKhDxYfxaBzezAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIF4B
70/nvoXzbKemaU5UJTtYj4eBMRLEVKJvS/DMKOaYAiEAx9a6NhpXGI7sFSucZDsu
E+m3Mw03s9WuEdj/01IJd70=
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxInCcdH/oDQUCvbi
/3T2K0X3wYrLiHWm77fG5ByAhAahRANCAAQxfQb1j0f1ILzdLUsTx9BFWQIgR/pn
0/qAFhPZSontc/rEiUrlTixdBefFFo93HkqmO5FPVyEcPYwKQya5hOCT
-----END PRIVATE KEY-----`;

/** A server that begins TLS as PostgreSQL does, by default with a certificate that nothing trusts, and is silent after that. */
export async function startTlsDatabase(
  certified: Certified = { cert: certificate, key },
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, ...certified }).on('error', () => {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Which app of which tenant, and who issues its tokens. */
export interface AppRegistration {
  readonly tenantId: string;
  readonly clientId: string;
  /** e.g. `https://login.microsoftonline.com`; plain http is for a loopback issuer of tests and rehearsals. */
  readonly authority: string;
}

/** How an app proves to Entra that it is itself. What is in files is read for each request, so that they can be replaced. */
export type AppCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | CertificateCredential
  /** A user-assigned managed identity vouches for the app. `audience` is that of its token, which differs between clouds. */
  | { readonly kind: 'federated'; readonly identityClientId: string; readonly audience: string }
  /** The platform vouches for the app by a token in a file, as Kubernetes does. */
  | { readonly kind: 'workload'; readonly tokenFile: string }
  /** The app is a managed identity itself; that of the machine where `isSystemAssigned`, else that of the client id. */
  | { readonly kind: 'managed-identity'; readonly isSystemAssigned: boolean };

export interface CertificateCredential {
  readonly kind: 'certificate';
  /** Files in PEM, or the PEM itself. One may have both the certificate, with its chain, and the key. */
  readonly certificate: string;
  readonly key: string;
  /** Whether the chain goes with each request, which trust by subject name and issuer (SNI) needs. */
  readonly sendsChain: boolean;
}

/** An app registration in Entra that we can get tokens for. */
export interface AppConnection extends AppRegistration {
  /** Read for each request, since secrets are replaced while the process runs. */
  readonly credential: AppCredential;
}

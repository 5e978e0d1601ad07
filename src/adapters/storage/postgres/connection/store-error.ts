import { DatabaseError } from 'pg';
import { StoreUnavailable } from '../../../../application/ports/session-store.ts';

/**
 * Classes of SQLSTATE that say that the server cannot serve now: no connection, not let in, no such database yet, too few
 * resources, an operator's intervention, a system error, a time-out of a lock or statement, a server that only reads.
 */
const passing = /^(08|28|3D|53|57|58|55P03|25006|40)/;

/** SQLSTATE of two transactions that cannot both have been: a repeat sees what the other one did. */
const collision = /^(40001|40P01)$/;

export const isCollision = (error: unknown): boolean =>
  error instanceof DatabaseError && collision.test(error.code ?? '');

/** Thrown for what the database refuses though it is well. Carries no value that was sent to it. */
export class DatabaseRefusal extends Error {
  override readonly name = 'DatabaseRefusal';
  readonly code: string;
  /** The unique constraint that the statement would have broken. */
  readonly constraint: string | undefined;
  constructor(code: string, constraint?: string) {
    super(`the database refused a statement with ${code}`);
    this.code = code;
    this.constraint = constraint;
  }
}

/** Thrown when there was no connection: the statement was not sent. */
export class NotSent extends StoreUnavailable {
  constructor(error: unknown) {
    super(messageOf(error), codeOf(error));
  }
}

/** Thrown when a connection broke that had a statement: it may have had its effect, and there may be other connections. */
export class BrokenConnection extends StoreUnavailable {
  constructor(error: Error) {
    super(messageOf(error), codeOf(error));
  }
}

/** A damaged record is left as it is until an operator mends it. */
export const damagedRecord = (cause?: unknown): StoreUnavailable =>
  new StoreUnavailable('the record of a session is damaged', { code: 'damaged-record', cause });

/** SQLSTATE of a connection that failed or that the server ends, and what the system and the driver say of one. */
const brokenCode = /^(08|57P01|57P02|ECONNRESET|EPIPE)/;
const brokenMessage = /^Connection terminated/;

export const isBroken = (error: unknown): error is Error =>
  error instanceof Error &&
  !(error instanceof StoreUnavailable) &&
  (brokenCode.test(codeOf(error).code ?? '') || brokenMessage.test(error.message));

/** Whatever went wrong, as the ports promise it. The original is left behind: its details may quote what was stored. */
export function storeError(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  if (isBroken(error)) return new BrokenConnection(error);
  if (error instanceof DatabaseError && !passing.test(error.code ?? '')) {
    return new DatabaseRefusal(error.code ?? 'no code', error.constraint);
  }
  return new StoreUnavailable(messageOf(error), codeOf(error));
}

function messageOf(error: unknown): string {
  const cause = causeOf(error);
  const advice = adviceOn(cause);
  return advice ? `${advice} (${cause})` : `the database does not serve now (${cause})`;
}

/** What an operator has to mend, as it does not pass by itself. */
function adviceOn(cause: string): string | undefined {
  if (cause === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return "the database's certificate is for another host: use the host that it names in DATABASE_URL";
  if (cause === 'CERT_HAS_EXPIRED' || cause === 'CERT_NOT_YET_VALID')
    return "the database's certificate is not valid now: renew it, or set this machine's clock";
  if (untrusted.test(cause))
    return "the database's certificate is not trusted: name its CA with sslrootcert=FILE in DATABASE_URL or in NODE_EXTRA_CA_CERTS";
  if (/does not support SSL/.test(cause))
    return 'the database does not speak TLS, which sslmode in DATABASE_URL asks for';
  if (cause === '28P01' || cause === '28000')
    return 'the database lets DATABASE_URL not in: look at its user, its password and pg_hba.conf';
  return undefined;
}

const untrusted =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+|HOSTNAME_MISMATCH|INVALID_CA)$/;

function codeOf(error: unknown): { readonly code?: string } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { code } : {};
}

function causeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'no reason given';
}

import { Client, type ClientConfig, Pool, type PoolClient, type QueryResultRow } from 'pg';
import { type Log, toError } from '../../../../application/ports/log.ts';
import { NotSent, storeError } from './store-error.ts';

export interface DatabaseOptions {
  /** postgres://…, with what it says about TLS. A secret; read for each connection, since it may be replaced. */
  readonly url: string;
  /** Where the URL has none; read as often. Default: what the driver finds. */
  readonly password?: string | undefined;
  readonly poolSize: number;
  /** How long a connection may be waited for, from the pool or the server, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** How long a statement may take, in milliseconds. */
  readonly queryTimeoutMs: number;
}

/** A statement that the server prepares once for each connection. */
export interface Statement {
  /** Repeated once when its connection breaks. */
  readonly isReadOnly?: true;
  readonly name: string;
  readonly text: string;
}

export interface Queries {
  /** Rows as they come. Rejects with what the driver says, or with `NotSent`. */
  query(statement: Statement, values: readonly unknown[]): Promise<readonly QueryResultRow[]>;
}

export interface Database extends Queries {
  /** All of it or nothing. Rejects with what the driver or the task says, or with `NotSent`. */
  transaction<Value>(task: (queries: Queries) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** The client's own time-out comes later than the server's, for when that is not heard of any more. */
const patienceMs = 500;

/**
 * A plan that fits one list of sessions fits them all, and making one takes longer than following it. A step reads what was
 * committed before it, whatever the default of the database or the role is.
 */
const sessionOptions =
  '-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=read\\ committed';

export const connectionOf = ({
  url,
  password,
  connectTimeoutMs,
  queryTimeoutMs,
}: DatabaseOptions): ClientConfig => ({
  connectionString: withPassword(url, password),
  application_name: 'handoff-bridge',
  connectionTimeoutMillis: connectTimeoutMs,
  statement_timeout: queryTimeoutMs,
  query_timeout: queryTimeoutMs + patienceMs,
  // A process that stands still in the middle of a transaction must not keep its locks.
  idle_in_transaction_session_timeout: queryTimeoutMs,
  keepAlive: true,
  options: sessionOptions,
});

/** The driver takes what the URL says for everything, also that it has no password. */
function withPassword(text: string, password: string | undefined): string {
  const url = new URL(text);
  if (password === undefined || url.password !== '') return text;
  url.password = encodeURIComponent(password);
  return url.href;
}

export function openDatabase(options: DatabaseOptions, log: Log): Database {
  /** A connection as the settings are when it is made. */
  class LatestClient extends Client {
    constructor() {
      super(connectionOf(options));
    }
  }
  const pool = new Pool({ ...connectionOf(options), max: options.poolSize, Client: LatestClient });
  // An idle connection that breaks; the next statement gets another one.
  pool.on('error', (error) => log.warn({ err: storeError(error) }, 'database-connection-lost'));
  return {
    query: (statement, values) => inConnection(pool, (client) => queryOn(client, statement, values)),
    transaction: (task) => inConnection(pool, (client) => inTransaction(client, task)),
    close: () => pool.end(),
  };
}

/** What breaks fails the query that is under way; an error of a client without a listener would end the process. */
export const failedQueryTells = (): void => {};

/** Listens before anything else can happen: a connection may be ended in the breath in which it was let in. */
const connected = (pool: Pool): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(new NotSent(error));
      client.on('error', failedQueryTells);
      resolve(client);
    });
  });

async function inConnection<Value>(pool: Pool, task: (client: PoolClient) => Promise<Value>): Promise<Value> {
  const client = await connected(pool);
  let broken: Error | undefined;
  try {
    return await task(client);
  } catch (error) {
    broken = toError(error);
    throw error;
  } finally {
    client.off('error', failedQueryTells);
    // The server rolls back whatever a closed connection left open.
    client.release(broken);
  }
}

async function inTransaction<Value>(
  client: PoolClient,
  task: (queries: Queries) => Promise<Value>,
): Promise<Value> {
  await client.query('begin');
  const value = await task({ query: (statement, values) => queryOn(client, statement, values) });
  await client.query('commit');
  return value;
}

async function queryOn(
  client: PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<readonly QueryResultRow[]> {
  const { rows } = await client.query({ ...statement, values: [...values] });
  return rows;
}

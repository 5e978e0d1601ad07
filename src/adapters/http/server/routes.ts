import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

/** Routes under Node's HTTP server, whose raw request they may look at. */
export type ServerEnv = { Bindings: HttpBindings };
export type Routes = Hono<ServerEnv>;

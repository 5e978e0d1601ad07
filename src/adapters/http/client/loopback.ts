const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** `hostname` as a URL has it. */
export const isLoopbackHost = (hostname: string): boolean => loopback.has(hostname);

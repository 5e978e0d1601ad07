/** Rights of what is made in the data directory: it holds what people say. */
export const ownerOnly = { directory: 0o700, file: 0o600 };

/** How long a worker has a lane, in milliseconds: longer than any attempt can take, so that only one that stood still loses it. */
export const leaseMs = 60_000;

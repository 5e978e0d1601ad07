/**
 * A key made of parts that may contain any character: different parts never give the same key. What has no colon and no
 * percent sign stands as it is.
 */
export const inboundKey = (...parts: readonly string[]): string =>
  parts.map((part) => part.replaceAll('%', '%25').replaceAll(':', '%3A')).join(':');

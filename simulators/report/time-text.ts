/** A moment of a report, in milliseconds since its beginning: `0:07.250`, `21:00.004`, `1:00:00.000`. */
export function momentText(sinceMs: number): string {
  const ms = Math.max(0, Math.round(sinceMs));
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  const rest = `${String(seconds).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}`;
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

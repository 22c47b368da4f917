/** Which versions of Node are without the known holes that this product works around. */

/** First releases with the fixes, by major line (advisories on brotli, HTTP/2 and TLS names). Older lines never got them. */
const soundRuntimes: Readonly<Record<number, readonly [number, number]>> = { 22: [23, 4], 24: [22, 1], 26: [12, 1] };

/**
 * @example
 * isSoundRuntime('20.20.2'); // false
 */
export function isSoundRuntime(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const sound = soundRuntimes[major];
  return sound ? minor > sound[0] || (minor === sound[0] && patch >= sound[1]) : major > 26;
}

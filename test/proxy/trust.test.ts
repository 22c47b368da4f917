/** A hop is trusted by network, also after the settings changed. */
import { expect, test } from 'vitest';
import { createLive } from '../../src/domain/live.ts';
import { createTrust } from '../../src/proxy/trust.ts';
import { testSettings } from '../support/sites.ts';

test('hops are addresses, networks, or the Unix socket, as the settings have them now', () => {
  const live = createLive(testSettings([]));
  const trusts = createTrust(live);
  expect(trusts('127.0.0.1')).toBe(false);
  expect(trusts('')).toBe(false);
  live.swap({ ...live.current, trustedHops: ['127.0.0.0/8', 'unix'] });
  expect(trusts('127.9.0.1')).toBe(true);
  expect(trusts('::ffff:127.0.0.1')).toBe(true);
  expect(trusts('10.0.0.1')).toBe(false);
  expect(trusts('')).toBe(true);
});

import { expect, test } from 'vitest';
import { isSoundRuntime } from '../../src/settings/runtime.ts';

test.each(['20.20.2', '20.99.0', '21.7.3', '22.23.3', '23.11.0', '24.21.0', '24.22.0', '25.9.0', '26.12.0', '18.0.0'])(
  'Node %s has known holes',
  (version) => expect(isSoundRuntime(version)).toBe(false),
);

test.each(['22.23.4', '22.24.0', '24.22.1', '24.30.0', '26.12.1', '27.0.0', '28.1.0'])(
  'Node %s has none that is known',
  (version) => expect(isSoundRuntime(version)).toBe(true),
);

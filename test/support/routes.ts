/** A route that inspects everything and lets nothing unread pass, to be varied by tests. */
import type { Route } from '../../src/domain/profile.ts';

export const inspectAll: Route = {
  id: 'all',
  path: '/**',
  inspect: true,
  ifUnreadable: 'block',
  files: 'block',
  binary: 'block',
  previews: [],
  own: [],
  never: [],
};

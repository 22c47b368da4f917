/** A site whose profile lists further hosts, for tests of redirection without a configuration. */
import type { Profile } from '../../src/domain/profile.ts';
import type { Redirect, UrlRewrite, VendorHost } from '../../src/domain/vendor-hosts.ts';
import type { RequestHead } from '../../src/proxy/strict.ts';
import { openRoute, type SiteOptions, testSite } from './sites.ts';

export const listed = (more: Partial<VendorHost> = {}): VendorHost => ({
  name: 'api',
  match: 'api{-*,}.vendor.example',
  role: 'messages',
  action: 'inspect',
  ...more,
});

export interface MountedOptions extends Partial<SiteOptions> {
  readonly list?: readonly VendorHost[];
  readonly rewriteUrls?: readonly UrlRewrite[];
  readonly redirect?: Redirect;
}

export function mountedSite({ list = [listed()], rewriteUrls, redirect, ...site }: MountedOptions = {}) {
  const profile: Partial<Profile> = {
    routes: [openRoute],
    hosts: list,
    ...(rewriteUrls !== undefined && { rewriteUrls }),
    ...(redirect !== undefined && { redirect }),
  };
  return testSite({ upstream: 'https://www.vendor.example', ...site, profile });
}

export const headFor = (path: string, more: Partial<RequestHead> = {}): RequestHead => ({
  method: 'GET',
  host: 'chat.example',
  path,
  query: '',
  contentLength: 0,
  hasBody: false,
  expects: false,
  upgrade: undefined,
  contentType: undefined,
  contentEncoding: undefined,
  acceptEncoding: undefined,
  nominated: [],
  via: undefined,
  cookie: undefined,
  ...more,
});

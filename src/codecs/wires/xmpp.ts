/** XMPP over WebSocket (RFC 7395) and BOSH (XEP-0124): stanzas of XML; addresses and names of the protocol stay. */
import type { Format } from '../assembly.ts';
import { opaqueCodec } from '../formats/opaque.ts';
import { xmlCodec } from '../formats/xml.ts';
import { at } from '../steps/at.ts';

/** Addresses look like those of mail, and a stanza without its address reaches nobody. */
const PROTOCOL = ['@to', '@from', '@jid', '@by', '@id', '@sid', '@authid', '@node', '@ver', '@hash', '@xmlns'];

/** Texts of a session that are credentials or names of the protocol: RFC 6120 sections 6 and 7. */
const SESSION = ['/jid', '/auth', '/response', '/challenge', '/success', '/digest'];

export const xmpp: Format = {
  ...at(
    [...PROTOCOL.map((name) => `/*/${name}`), ...SESSION].map((pointer) => [pointer, opaqueCodec] as const),
    xmlCodec,
  ),
  id: 'xmpp',
};

const STANZA =
  /^\s*<(?:(?:stream:)?(?:features|error)|open|close|message|presence|iq|body|auth|response|challenge|success|failure|[ar]|enable|enabled|resume|resumed)[\s/>]/;

/** Whether the bytes begin like something that XMPP sends; `<body>` of a page does not count. */
export function looksLikeStanza(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 1024);
  return STANZA.test(start) && /xmlns|jabber|<(?:message|presence|iq)\s[^>]*(?:to|from|id|type)=/.test(start);
}

const BOSH = /^\s*<body\s[^>]*\bxmlns=["']http:\/\/jabber\.org\/protocol\/httpbind["']/;

/** Whether a body of XML is the wrapper of BOSH (XEP-0124 section 4): its stanzas have addresses, too. */
export function looksLikeBosh(bytes: Buffer): boolean {
  return BOSH.test(bytes.toString('latin1', 0, 1024));
}

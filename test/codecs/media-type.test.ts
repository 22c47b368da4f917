/** Media types fall into the families that codecs are chosen by. */
import { expect, it } from 'vitest';
import {
  assetReason,
  isFormType,
  isHtmlType,
  isJsonType,
  isMultipartType,
  isTextType,
  isXmlType,
} from '../../src/codecs/media-type.ts';

const families = { assetReason, isFormType, isHtmlType, isJsonType, isMultipartType, isXmlType };
const familiesOf = (type: string) => Object.entries(families).flatMap(([name, test]) => (test(type) ? [name] : []));

it.each([
  ['application/json', 'isJsonType'],
  ['application/vnd.api+json', 'isJsonType'],
  ['application/csp-report', 'isJsonType'],
  ['application/x-www-form-urlencoded', 'isFormType'],
  ['multipart/mixed', 'isMultipartType'],
  ['text/html', 'isHtmlType'],
  ['text/xml', 'isXmlType'],
  ['application/xmpp+xml', 'isXmlType'],
  ['image/svg+xml', 'assetReason'],
  ['text/ecmascript', 'assetReason'],
  ['video/mp4', 'assetReason'],
])('%s belongs to one family', (type, family) => {
  expect(familiesOf(type)).toEqual([family]);
});

it('takes every other text for text', () => {
  expect(['text/plain', 'text/csv', 'text/css', 'text/javascript', 'application/pdf'].map(isTextType)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

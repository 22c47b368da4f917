/** What a media type says about its content; types are lower-case and without parameters. */

export function isJsonType(type: string): boolean {
  return type.endsWith('+json') || JSON_TYPES.has(type);
}

export function isFormType(type: string): boolean {
  return type === 'application/x-www-form-urlencoded';
}

export function isMultipartType(type: string): boolean {
  return type.startsWith('multipart/');
}

export function isHtmlType(type: string): boolean {
  return type === 'text/html';
}

export function isXmlType(type: string): boolean {
  return type === 'text/xml' || type === 'application/xml' || (type.endsWith('+xml') && !type.startsWith('image/'));
}

/** Text of no further structure, or of one that matters to nobody here: Markdown, CSV, calendars. */
export function isTextType(type: string): boolean {
  return type === 'application/graphql' || (type.startsWith('text/') && assetReason(type) === undefined);
}

/** Scripts, styles, fonts, images, WebAssembly and media: a digit run changed in them breaks the page. */
export function assetReason(type: string): string | undefined {
  if (SCRIPT.test(type)) return 'asset-script';
  if (type === 'text/css') return 'asset-style';
  if (FONT.test(type)) return 'asset-font';
  if (type.startsWith('image/')) return 'asset-image';
  if (type === 'application/wasm') return 'asset-wasm';
  return type.startsWith('audio/') || type.startsWith('video/') ? 'asset-media' : undefined;
}

const JSON_TYPES = new Set(['application/json', 'text/json', 'application/x-json', 'application/csp-report']);
const SCRIPT = /^(?:application|text)\/(?:x-)?(?:java|ecma)script$/;
const FONT = /^(?:font\/|application\/(?:x-)?font|application\/vnd\.ms-fontobject$)/;

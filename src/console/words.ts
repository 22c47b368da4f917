/** Every sentence that depends on data, in one place. */

const kinds: Readonly<Record<string, readonly [code: string, word: string]>> = {
  PAYMENT_CARD: ['CARD', 'Payment cards'],
  US_SSN: ['SSN', 'US social security numbers'],
  HEALTH_CONDITION: ['HLTH', 'Health conditions'],
  MEDICATION: ['MED', 'Medications'],
  EMAIL: ['MAIL', 'E-mail addresses'],
  PHONE: ['TEL', 'Phone numbers'],
};

const directions: Readonly<Record<string, string>> = {
  'to-upstream': 'Visitor → vendor',
  'to-client': 'Vendor → visitor',
};

const actions: Readonly<Record<string, string>> = {
  tokenize: 'Replaced by a token',
  mask: 'Masked for good',
  drop: 'Removed',
  block: 'Message blocked',
  warn: 'Passed with a warning',
  pass: 'Passed as it was',
};

const reasons: Readonly<Record<string, string>> = {
  'asset-script': 'Scripts: passed by rule, never edited',
  'asset-style': 'Style sheets: passed by rule, never edited',
  'asset-font': 'Fonts: passed by rule, never edited',
  'asset-image': 'Images: passed by rule, never edited',
  'asset-wasm': 'WebAssembly: passed by rule, never edited',
  'asset-media': 'Sound and film: passed by rule, never edited',
  route: 'The vendor profile says in words that this path passes',
  file: 'Files that the vendor profile lets pass',
  binary: 'Binary messages that the vendor profile lets pass',
  'content-type': 'Content of a type that no reader knows and the vendor profile lets pass',
  unmatched: 'Messages that no rule of the vendor profile fits, and that it lets pass',
  credential: "The widget's own sign-in in a URL",
  cookie: "Cookies that are identifiers, sign-ins or the vendor profile's own",
  protocol: 'Technical parts of a protocol, in which nobody writes',
  unreadable: 'Content that could not be read and the vendor profile lets pass',
  'never-field': 'Fields that the vendor profile keeps unedited, such as ids and signatures',
};

export function kindCode(kind: string): string {
  return kinds[kind]?.[0] ?? kind.slice(0, 4);
}

const colourOrder = Object.keys(kinds);

/** A kind keeps its colour whatever else is shown: 0 to 5; kinds without one of their own share the last. */
export function kindColour(kind: string): number {
  const index = colourOrder.indexOf(kind);
  return index === -1 ? colourOrder.length - 1 : index;
}

export function kindWord(kind: string): string {
  return kinds[kind]?.[1] ?? kind.toLowerCase().replaceAll('_', ' ');
}

export function directionWord(direction: string): string {
  return directions[direction] ?? direction;
}

export function actionWord(action: string): string {
  if (action.startsWith('observed:')) return `Observed only (would be: ${actionWord(action.slice(9)).toLowerCase()})`;
  return actions[action] ?? action;
}

export function reasonWord(reason: string): string {
  return reasons[reason] ?? reason;
}

const counts = new Intl.NumberFormat();

export function countWord(count: number): string {
  return counts.format(count);
}

/** Decimal units, as network gear counts. */
export function bytesWord(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** Rounds down: nothing that is missing is ever shown as all. */
export function percentWord(share: number): string {
  return share === 1 ? '100 %' : `${(Math.floor(share * 1000) / 10).toFixed(share === 0 ? 0 : 1)} %`;
}

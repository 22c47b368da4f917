/** Names of fields that say what a bare value in them is: `{"cvc":"123"}` needs no further words. */

/** What such a field holds. */
export type NamedSecret = 'cvv' | 'pin' | 'ssn';

/**
 * Names in small letters without `-`, `_`, `.` and blanks. Only names that programs give to nothing else: `cid`, `code`,
 * `pass` and `pincode` (an Indian postal code) are not among them. Nor is `password`: that is how a program signs in with
 * the vendor itself, and nobody could any more.
 */
const names: Readonly<Record<NamedSecret, string>> = {
  cvv:
    'cvv cvv2 ccv cvc cvc2 cvn cvn2 cv2 csc cvvcode cvccode cvvnumber cvcnumber cvvvalue cardcvv cardcvv2 cardcvc ' +
    'cardcsc cccvv cccvc cccsc creditcardcvv creditcardcvc securitycode cardsecuritycode verificationvalue ' +
    'cardverificationvalue cardverificationcode cardverificationnumber',
  pin: 'pin pinnumber cardpin cardpinnumber debitpin debitcardpin atmpin bankpin',
  ssn: 'ssn usssn ssnnumber socialsecurity socialsecuritynumber socialsecurityno',
};

const meanings = new Map(
  Object.entries(names).flatMap(([secret, list]) =>
    list.split(' ').map((name): [string, NamedSecret] => [name, secret as NamedSecret]),
  ),
);

const LENGTH_MIN = Math.min(...[...meanings.keys()].map((name) => name.length));
/** With as many signs between its words as anybody writes. */
const LENGTH_MAX = Math.max(...[...meanings.keys()].map((name) => name.length)) + 4;

/** Fewest letters of a name that ends in these two, or 0: turns away nearly every name by its last two bytes. */
const endings = new Uint8Array(0x10000);
for (const name of meanings.keys()) {
  const pair = (name.charCodeAt(name.length - 2) << 8) | name.charCodeAt(name.length - 1);
  const known = endings[pair] as number;
  endings[pair] = known === 0 ? name.length : Math.min(known, name.length);
}

/** Capitals to small letters; digits and the rest stay what they are, or become what no name ends in. */
const SMALL = 0x20;

const OPENS = 0x5b;
const CLOSES = 0x5d;

/** What the name in [start, end) of `raw` says of the value behind it; undefined for nearly all names. */
export function secretNamed(raw: Uint8Array, start: number, end: number): NamedSecret | undefined {
  // Forms write what is nested as `card[cvv]`: the last name says it.
  if (raw[end - 1] === CLOSES && end > start) {
    let inner = end - 1;
    while (inner > start && raw[inner - 1] !== OPENS && end - inner <= LENGTH_MAX) inner -= 1;
    return raw[inner - 1] === OPENS && inner > start ? secretNamed(raw, inner, end - 1) : undefined;
  }
  const length = end - start;
  if (length < LENGTH_MIN || length > LENGTH_MAX) return undefined;
  const fewest = endings[(((raw[end - 2] as number) | SMALL) << 8) | ((raw[end - 1] as number) | SMALL)] as number;
  if (fewest === 0 || length < fewest) return undefined;
  let name = '';
  for (let at = start; at < end; at += 1) {
    const byte = raw[at] as number;
    if (byte !== 0x5f && byte !== 0x2d && byte !== 0x2e && byte !== 0x20) name += String.fromCharCode(byte);
  }
  return meanings.get(name.toLowerCase());
}

/** The same for a name that is text already. */
export function secretCalled(name: string): NamedSecret | undefined {
  const opens = name.endsWith(']') ? name.lastIndexOf('[') : -1;
  if (opens > 0) return secretCalled(name.slice(opens + 1, -1));
  const { length } = name;
  if (length < LENGTH_MIN || length > LENGTH_MAX) return undefined;
  const pair = ((name.charCodeAt(length - 2) | SMALL) << 8) | (name.charCodeAt(length - 1) | SMALL);
  if (pair > 0xffff || endings[pair] === 0) return undefined;
  return meanings.get(name.replace(/[-_. ]/g, '').toLowerCase());
}

/** The word and the visible part that stand for a value in a token or a mask. */
import type { DataKind } from '../domain/finding.ts';
import type { Detector, KindInfo } from './detector.ts';
import { foldText } from './fold.ts';

export interface KindMask {
  readonly word: string;
  /** What may be shown of this value: `••4242`, or '' for nothing. Never more than four digits. */
  visible(text: string): string;
  /** Never stored, not even encrypted (PCI DSS 3.3.1). */
  readonly neverStored: boolean;
}

/** How each kind of the given detectors is masked. */
export function describeKinds(detectors: readonly Pick<Detector, 'kinds'>[]): ReadonlyMap<DataKind, KindMask> {
  return new Map(
    detectors.flatMap(({ kinds }) => kinds.map((info): [DataKind, KindMask] => [info.kind, maskOf(info)])),
  );
}

/** `card ••4242`, `email`, or for a kind that nobody described its own name in lower case. */
export function maskLabel(kinds: ReadonlyMap<DataKind, KindMask>, kind: DataKind, text: string): string {
  const mask = kinds.get(kind);
  if (mask === undefined) return kind.toLowerCase().replaceAll('_', '-');
  const visible = mask.visible(text);
  return visible === '' ? mask.word : `${mask.word} ${visible}`;
}

function maskOf(info: KindInfo): KindMask {
  return {
    word: info.word,
    visible: info.visible === 'last-four' ? lastFour : () => '',
    neverStored: info.neverStored ?? false,
  };
}

/** Digits of a card number (ISO/IEC 7812-1); fewer are not shown four of (PCI DSS 3.4.1 speaks of PANs). */
const DIGITS_MIN = 12;
const DIGITS_MAX = 19;
/** Digits with letters at them, or signs that escapes are made of: they are not the digits of the number. */
const disguised = /\p{L}\d|\d\p{L}|[%\\&#=;]/u;

/** The last four digits as they are read; nothing where what is written is not what is read. */
function lastFour(text: string): string {
  const plain = foldText(text).text;
  const digits = plain.replace(/[^0-9]/g, '');
  if (digits.length < DIGITS_MIN || digits.length > DIGITS_MAX || disguised.test(plain)) return '';
  return `••${digits.slice(-4)}`;
}

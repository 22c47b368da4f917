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

/** Only digits are shown, and only of a value with at least twelve (PCI DSS 3.4.1 speaks of PANs). */
function lastFour(text: string): string {
  const digits = foldText(text).text.replace(/[^0-9]/g, '');
  return digits.length < 12 ? '' : `••${digits.slice(-4)}`;
}

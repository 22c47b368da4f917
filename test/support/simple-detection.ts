/** A detection small enough to be seen through: sixteen digits from 4 on are a card, `boom` is a detector that throws. */
import type { Detection } from '../../src/detection/detection.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import type { Finding } from '../../src/domain/finding.ts';

const card = /4(?:[ -]?\d){15}/g;

export const simpleDetection: Detection = {
  clean: (bytes) => !/\d|boom/.test(bytes.toString('latin1')),
  openFrom(text) {
    const run = /\d[\d -]*$/.exec(text);
    return run && run[0].replaceAll(/\D/g, '').length >= 4 ? run.index : text.length;
  },
  find({ text }) {
    if (text.includes('boom')) throw new ChatveilError('CV_DETECTION_FAILED');
    return [...text.matchAll(card)].map(
      (match): Finding => ({
        detector: 'payment-card',
        kind: 'PAYMENT_CARD',
        start: match.index,
        end: match.index + match[0].length,
        confidence: 0.99,
        evidence: [{ rule: 'digits' }],
      }),
    );
  },
};

export function simpleLabel(kind: string, text: string): string {
  return kind === 'PAYMENT_CARD' ? `card ••${text.replaceAll(/\D/g, '').slice(-4)}` : kind.toLowerCase();
}

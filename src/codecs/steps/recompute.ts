/** Fields that say the length or digest of another field are made anew when that one was edited. */
import type { RecomputeRule } from '../../domain/codec-step.ts';
import { ChatveilError } from '../../domain/errors.ts';
import type { Edit } from '../../domain/text.ts';
import type { Format, NestableDocument, NestHead, NestOpened } from '../assembly.ts';
import { openInSteps } from '../in-steps.ts';
import { locateJson, textAt } from '../json-locate.ts';
import { escapeJson } from '../json-text.ts';
import { applySplices, type Splice, settle } from '../splice.ts';
import { describe, sameDigest } from './digest.ts';

/** The key of an HMAC by the name of its environment variable; undefined when it is not set. */
export type KeyOf = (name: string) => Buffer | undefined;

/**
 * Wraps a format of JSON documents. An edit that a rule cannot follow, because its key is absent or the field did
 * not agree with what it describes before the edit, throws CV_SIGNED_CONTENT: the message is then refused.
 *
 * @example
 * recompute([{ set: '/size', from: '/text', as: 'bytes' }], jsonCodec, () => undefined);
 */
export function recompute(rules: readonly RecomputeRule[], inner: Format, keyOf: KeyOf): Format {
  const wrapped = (raw: Buffer, head: NestHead, opened: NestOpened): NestOpened => {
    if (!opened.ok) return opened;
    const document = new Recomputed(raw, opened.document, { rules, keyOf, depthMax: head.limits.jsonDepthMax });
    return { ok: true, document };
  };
  return {
    ...inner,
    id: 'recompute',
    open: (raw, head) => wrapped(raw, head, inner.open(raw, head)),
    *steps(raw, head) {
      return wrapped(raw, head, yield* openInSteps(inner, raw, head));
    },
  };
}

interface Rules {
  readonly rules: readonly RecomputeRule[];
  readonly keyOf: KeyOf;
  readonly depthMax: number;
}

class Recomputed implements NestableDocument {
  readonly spans: NestableDocument['spans'];
  readonly uninspected: NestableDocument['uninspected'];
  readonly #raw: Buffer;
  readonly #inner: NestableDocument;
  readonly #rules: Rules;

  constructor(raw: Buffer, inner: NestableDocument, rules: Rules) {
    this.spans = inner.spans;
    this.uninspected = inner.uninspected;
    this.#raw = raw;
    this.#inner = inner;
    this.#rules = rules;
  }

  rewrite(edits: readonly Edit[]): Buffer {
    return edits.length === 0 ? this.#raw : applySplices(this.#raw, this.splices(edits));
  }

  splices(edits: readonly Edit[]): readonly Splice[] {
    let changes: readonly Splice[] = settle(this.#inner.splices(edits));
    if (changes.length === 0) return changes;
    for (const rule of this.#rules.rules) changes = this.#follow(rule, changes);
    return changes;
  }

  #follow(rule: RecomputeRule, changes: readonly Splice[]): readonly Splice[] {
    const { keyOf, depthMax } = this.#rules;
    const pointers = [rule.set, rule.from];
    const before = locateJson(this.#raw, depthMax, pointers);
    const set = before.get(rule.set);
    const from = before.get(rule.from);
    if (set === undefined || from === undefined) return changes;
    const after = applySplices(this.#raw, changes);
    const moved = locateJson(after, depthMax, pointers).get(rule.from);
    const old = textAt(this.#raw, from);
    const now = moved === undefined ? old : textAt(after, moved);
    if (now.equals(old)) return changes;
    const key = rule.key === undefined ? undefined : keyOf(rule.key.env);
    const was = describe(old, rule, key);
    const is = describe(now, rule, key);
    if (was === undefined || is === undefined) throw new ChatveilError('CV_SIGNED_CONTENT', { keyMissing: true });
    // A digest that never fitted is not ours to mend: signing it would make a forged message a genuine one.
    if (!sameDigest(was, textAt(this.#raw, set).toString('utf8'))) throw new ChatveilError('CV_SIGNED_CONTENT');
    const others = changes.filter((change) => change.end <= set.start || change.start >= set.end);
    return settle([...others, { start: set.start, end: set.end, bytes: escapeJson(Buffer.from(is)) }]);
  }
}

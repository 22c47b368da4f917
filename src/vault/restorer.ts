/** Gives a visitor's own values back inside the one live conversation that they were sealed in. */
import { timingSafeEqual } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';
import type { Keyring } from './keyring.ts';
import { openRecord } from './seal.ts';
import type { StateGate } from './state.ts';
import type { DataKeyRow, RecordRow, TokenStore } from './store.ts';
import { parseToken } from './token.ts';
import type { OpenRestorer, RestoreScope } from './vault.ts';

export interface RestorerParts {
  readonly store: TokenStore;
  readonly keyring: Keyring;
  readonly gate: StateGate;
  /** A token with a good checksum that this conversation does not own. */
  readonly onForeign?: () => void;
}

/** Restorers are made here and handed to one connection each; none can be widened. */
export function createOpenRestorer(parts: RestorerParts): OpenRestorer {
  return (scope) => {
    let open = true;
    return {
      conversation: scope.conversation,
      async restore(token) {
        return open ? restoreOne(parts, scope, token) : undefined;
      },
      close() {
        open = false;
      },
    };
  };
}

/** The store is asked whether or not the MAC fits, so that the time of a "no" tells nothing. */
async function restoreOne(parts: RestorerParts, scope: RestoreScope, token: string): Promise<Secret | undefined> {
  const { store, keyring, gate } = parts;
  const parsed = parseToken(token);
  if (parsed === undefined || gate.current !== 'open' || scope.tenant !== keyring.tenant) return undefined;
  const conversation = keyring.recognition.conversationName(scope.site, scope.conversation);
  const authentic = timingSafeEqual(keyring.recognition.tokenMac(parsed.id, conversation), parsed.mac);
  try {
    const found = await store.record(parsed.id);
    if (!authentic) {
      parts.onForeign?.();
      return undefined;
    }
    if (found === undefined || !mayRestore(scope, conversation, found)) return undefined;
    const context = { ...scope, ...found.record, conversation, tokenId: parsed.id };
    return openRecord(keyring.open(found.key), context, found.record.sealed);
  } catch {
    return undefined;
  }
}

function mayRestore(
  scope: RestoreScope,
  conversation: Buffer,
  { record, key }: { readonly record: RecordRow; readonly key: DataKeyRow },
): boolean {
  const own = key.tenant === scope.tenant && key.site === scope.site && key.conversation.equals(conversation);
  return own && scope.credential !== '' && equalText(record.credential, scope.credential) && scope.allows(record.kind);
}

function equalText(a: string, b: string): boolean {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
}

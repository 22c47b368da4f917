/** How a hidden value is spelled at its place: as the usual token or mask, or as what the vendor accepts there. */
import type { TokenForm } from '../domain/message-rule.ts';
import { asAddress, maskedAddress, maskedPhone } from '../vault/stand-in.ts';
import { printMask } from '../vault/token.ts';
import type { Token } from '../vault/vault.ts';

/** For a value that is kept nowhere. */
export function spellMask(label: string, form: TokenForm | undefined): string {
  if (form === 'email') return maskedAddress;
  if (form === 'phone') return maskedPhone;
  return form === 'drop' ? '' : printMask(label);
}

/** For a value that has been sealed. */
export function spellToken(token: Token, form: TokenForm | undefined): string {
  return form === 'email' ? asAddress(token) : token;
}

/** Whether the form has room for a reference; else there is no use in sealing. */
export function holdsReference(form: TokenForm | undefined): boolean {
  return form === undefined || form === 'email';
}

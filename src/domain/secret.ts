/** A plain value that will not print itself: the only form in which a found value travels. */
import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/**
 * Holds one sensitive value between the place it was found and the vault.
 *
 * @example
 * const secret = new Secret('4111 1111 1111 1111');
 * `${secret}`;                          // "[secret]"
 * secret.expose((plain) => plain.length); // 19
 */
export class Secret {
  readonly #plain: string;

  constructor(plain: string) {
    this.#plain = plain;
  }

  /** Lends the value to `use`; the caller must not keep it beyond that call. */
  expose<Result>(use: (plain: string) => Result): Result {
    return use(this.#plain);
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

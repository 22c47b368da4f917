/** A connection inside this process: what one end writes the other reads, with the back-pressure of a real socket. */
import { Duplex } from 'node:stream';

/** One end. Looks enough like a TLS socket for node:http on both sides. */
export class InnerSocket extends Duplex {
  /** Address of the visitor, for the serving end. */
  readonly remoteAddress: string;
  /** The connection from the visitor that carries this one. */
  readonly outer: Duplex;
  readonly encrypted = true;
  #other: InnerSocket | undefined;
  #blocked: (() => void) | undefined;

  constructor(outer: Duplex, remoteAddress: string) {
    super({ allowHalfOpen: true });
    this.outer = outer;
    this.remoteAddress = remoteAddress;
  }

  join(other: InnerSocket): void {
    this.#other = other;
  }

  /** As of net.Socket: ends after what was written, without waiting for the other end. */
  destroySoon(): void {
    if (this.writableFinished) {
      this.destroy();
      return;
    }
    this.once('finish', () => this.destroy());
    if (!this.writableEnded) this.end();
  }

  // Time limits are kept by the server and by the outer connection; there is nothing to keep alive here.
  setTimeout(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {
    this.#other?.goOn();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const other = this.#other;
    if (other === undefined || other.destroyed) done(reset());
    else if (other.push(chunk)) done();
    else this.#blocked = done;
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#other?.destroyed === false) this.#other.push(null);
    done();
  }

  /** An end that goes without having ended its side is a broken connection to the other. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const other = this.#other;
    this.goOn();
    if (!this.writableFinished && other?.destroyed === false) setImmediate(() => other.destroy(reset()));
    else if (other?.destroyed === false) other.goOn();
    done(error);
  }

  /** The other end has room again, or is gone. */
  goOn(): void {
    const done = this.#blocked;
    this.#blocked = undefined;
    done?.();
  }
}

/** Both ends: the first asks, the second serves. */
export function innerSockets(outer: Duplex, address: string): readonly [InnerSocket, InnerSocket] {
  const asking = new InnerSocket(outer, address);
  const serving = new InnerSocket(outer, address);
  asking.join(serving);
  serving.join(asking);
  return [asking, serving];
}

function reset(): NodeJS.ErrnoException {
  return Object.assign(new Error('the other end is gone'), { code: 'ECONNRESET' });
}

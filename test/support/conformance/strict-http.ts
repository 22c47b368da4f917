/** A second reader of HTTP/1.1, strict and made after RFC 9112 alone: what the proxy sends is judged by it, not by node. */

export interface Message {
  /** Method, target, version; or version, status, reason. */
  readonly start: readonly [string, string, string];
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly framing: 'none' | 'length' | 'chunked' | 'close';
  readonly body: Buffer;
}

/** The bytes are not HTTP/1.1 as the standard writes it. */
export class NotHttp extends Error {}

export interface Reading {
  readonly messages: readonly Message[];
  /** Bytes of a message that is not whole yet. */
  readonly rest: number;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const requestLine = new RegExp(`^(${token}) ([\\x21-\\x7e]+) (HTTP/1\\.[01])$`);
const statusLine = /^(HTTP\/1\.[01]) ([1-5]\d\d) ([\t\x20-\x7e\x80-\xff]*)$/;
const fieldLine = new RegExp(`^(${token}):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*$`);
const chunkLine = new RegExp(
  `^([0-9a-fA-F]+)((?:[ \\t]*;[ \\t]*${token}(?:[ \\t]*=[ \\t]*(?:${token}|"[^"\\x00-\\x08\\x0a-\\x1f\\x7f]*"))?)*)$`,
);

/** All requests in `bytes`; `blank` lines before one are what RFC 9112 section 2.2 tells a server to overlook. */
export function readRequests(bytes: Buffer, blank = false): Reading {
  return readAll(bytes, (reader) => {
    if (blank) reader.skipBlank();
    return reader.request();
  });
}

/** All answers in `bytes`, interim ones too; `closed` when the sender has closed, `head` when the method was HEAD. */
export function readAnswers(bytes: Buffer, closed: boolean, head = false): Reading {
  return readAll(bytes, (reader) => reader.answer(closed, head));
}

function readAll(bytes: Buffer, read: (reader: Reader) => Message | undefined): Reading {
  const messages: Message[] = [];
  const reader = new Reader(bytes);
  while (reader.at < bytes.length) {
    const start = reader.at;
    const message = read(reader);
    if (message === undefined) return { messages, rest: bytes.length - start };
    messages.push(message);
  }
  return { messages, rest: 0 };
}

class Reader {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skipBlank(): void {
    while (this.#bytes.toString('latin1', this.at, this.at + 2) === '\r\n') this.at += 2;
  }

  request(): Message | undefined {
    const head = this.#head(requestLine);
    if (head === undefined) return undefined;
    const { start, fields } = head;
    const hosts = values(fields, 'host');
    if (hosts.length !== 1 || !/^[\x21-\x7e]+$/.test(hosts[0] ?? '')) throw new NotHttp('host');
    const length = lengthOf(fields, start[2] === 'HTTP/1.0');
    const framing = length === 'chunked' ? 'chunked' : length === undefined ? 'none' : 'length';
    return this.#finish(start, fields, framing, length ?? 0);
  }

  answer(closed: boolean, toHead: boolean): Message | undefined {
    const head = this.#head(statusLine);
    if (head === undefined) return undefined;
    const { start, fields } = head;
    const status = Number(start[1]);
    const length = lengthOf(fields, start[0] === 'HTTP/1.0');
    if (status < 200 || status === 204 || status === 304 || toHead) {
      return { start, fields, framing: 'none', body: Buffer.alloc(0) };
    }
    if (length !== undefined) return this.#finish(start, fields, length === 'chunked' ? 'chunked' : 'length', length);
    if (!closed) return undefined;
    return this.#finish(start, fields, 'close', this.#bytes.length - this.at);
  }

  #finish(
    start: Message['start'],
    fields: Message['fields'],
    framing: Message['framing'],
    length: number | 'chunked',
  ): Message | undefined {
    const body = length === 'chunked' ? this.#chunks() : this.#take(length);
    return body === undefined ? undefined : { start, fields, framing, body };
  }

  /** The next line without its CR LF; both may stand nowhere else. */
  #line(): string | undefined {
    const end = this.#bytes.indexOf('\r\n', this.at);
    const line = this.#bytes.toString('latin1', this.at, end === -1 ? undefined : end);
    if (/[\r\n\0]/.test(end === -1 ? line.replace(/\r$/, '') : line)) throw new NotHttp('bare CR, LF or NUL');
    if (end === -1) return undefined;
    this.at = end + 2;
    return line;
  }

  #head(form: RegExp): Pick<Message, 'start' | 'fields'> | undefined {
    const line = this.#line();
    if (line === undefined) return undefined;
    const match = form.exec(line);
    if (match === null) throw new NotHttp('start line');
    const fields = this.#fields();
    return fields && { start: [match[1] ?? '', match[2] ?? '', match[3] ?? ''], fields };
  }

  #fields(): Message['fields'] | undefined {
    const fields: [string, string][] = [];
    for (let line = this.#line(); line !== ''; line = this.#line()) {
      if (line === undefined) return undefined;
      const match = fieldLine.exec(line);
      if (match === null) throw new NotHttp('field line');
      fields.push([match[1] ?? '', match[2] ?? '']);
    }
    return fields;
  }

  #take(length: number): Buffer | undefined {
    if (this.at + length > this.#bytes.length) return undefined;
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  #chunks(): Buffer | undefined {
    const parts: Buffer[] = [];
    for (;;) {
      const line = this.#line();
      if (line === undefined) return undefined;
      const match = chunkLine.exec(line);
      if (match === null) throw new NotHttp('chunk size');
      const size = Number.parseInt(match[1] ?? '', 16);
      if (size === 0) return this.#fields() && Buffer.concat(parts);
      const part = this.#take(size);
      const end = this.#take(2);
      if (part === undefined || end === undefined) return undefined;
      if (end.toString('latin1') !== '\r\n') throw new NotHttp('end of chunk');
      parts.push(part);
    }
  }
}

/** Values of all fields of a name. */
export function values(fields: Message['fields'], name: string): string[] {
  return fields.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
}

/** RFC 9112 section 6.3, with everything refused that two readers could take in two ways. */
function lengthOf(fields: Message['fields'], old: boolean): number | 'chunked' | undefined {
  const lengths = values(fields, 'content-length');
  const codings = values(fields, 'transfer-encoding');
  if (lengths.length + codings.length > 1) throw new NotHttp('framing stands twice');
  const [coding] = codings;
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked' || old) throw new NotHttp('transfer coding');
    return 'chunked';
  }
  const [length] = lengths;
  if (length === undefined) return undefined;
  if (!/^(?:0|[1-9]\d{0,14})$/.test(length)) throw new NotHttp('length');
  return Number(length);
}

/** The parts that tests use of client libraries without types of their own. */
declare module 'faye' {
  import type { Server } from 'node:http';

  export class NodeAdapter {
    constructor(options: { mount: string; timeout: number; ping?: number });
    attach(server: Server): void;
    close(): void;
  }
  export class Client {
    constructor(url: string, options?: { retry?: number; timeout?: number });
    disable(feature: string): void;
    subscribe(channel: string, hear: (data: never) => void): PromiseLike<void>;
    publish(channel: string, data: unknown): PromiseLike<void>;
    on(event: 'transport:up' | 'transport:down', hear: () => void): void;
    disconnect(): void;
  }
  const faye: { NodeAdapter: typeof NodeAdapter; Client: typeof Client };
  export default faye;
}

declare module '@rails/actioncable' {
  export interface Subscription {
    perform(action: string, data: object): boolean;
    unsubscribe(): void;
  }
  export interface Consumer {
    readonly subscriptions: {
      create(
        channel: { channel: string } & Record<string, unknown>,
        on: { connected?(): void; disconnected?(): void; received?(data: never): void },
      ): Subscription;
    };
    disconnect(): void;
  }
  export function createConsumer(url: string): Consumer;
  export const adapters: { WebSocket: unknown; logger: unknown };
  export const ConnectionMonitor: { staleThreshold: number };
}

declare module 'sockjs' {
  import type { Server } from 'node:http';

  export interface Connection {
    on(event: 'data', hear: (text: string) => void): void;
    on(event: 'close', hear: () => void): void;
    write(text: string): void;
  }
  const sockjs: {
    createServer(options: { log: () => void; sockjs_url?: string }): {
      on(event: 'connection', hear: (connection: Connection) => void): void;
      installHandlers(server: Server, options: { prefix: string }): void;
    };
  };
  export default sockjs;
}

declare module 'sockjs-client' {
  export default class SockJS {
    constructor(url: string, reserved: null, options: { transports: string; timeout?: number });
    onopen: (() => void) | null;
    onclose: ((event: { code: number; reason: string }) => void) | null;
    onmessage: ((event: { data: string }) => void) | null;
    send(text: string): void;
    close(): void;
  }
}

declare module 'phoenix' {
  export interface Push {
    receive(status: string, hear: (answer: never) => void): Push;
  }
  export interface Channel {
    join(): Push;
    push(event: string, payload: object): Push;
    on(event: string, hear: (payload: never) => void): void;
  }
  export class Socket {
    constructor(url: string, options: object);
    connect(): void;
    disconnect(done?: () => void): void;
    onOpen(hear: () => void): void;
    channel(topic: string, parameters: object): Channel;
  }
}

declare module '@xmpp/client' {
  export interface Element {
    is(name: string): boolean;
    readonly attrs: Record<string, string>;
    getChildText(name: string): string | null;
    getChild(name: string): Element | undefined;
  }
  export interface Client {
    on(event: 'stanza', hear: (stanza: Element) => void): void;
    on(event: 'online' | 'error' | 'offline', hear: (value: never) => void): void;
    once(event: 'online', hear: () => void): void;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    send(stanza: Element): Promise<void>;
    readonly reconnect: { delay: number };
  }
  export function client(options: object): Client;
  export function xml(name: string, attributes: object, ...children: unknown[]): Element;
}

declare module 'xhr2' {
  const XMLHttpRequest: unknown;
  export default XMLHttpRequest;
}

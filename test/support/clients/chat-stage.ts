/** A chat server, the whole product before it, and a tap on each side of the product. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProduct, type TestProduct } from '../product.ts';
import { comparable, startTap, type Tap } from './tap.ts';

export interface ChatServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ChatStage {
  /** What clients dial: http://127.0.0.1:<port>. */
  readonly url: string;
  readonly product: TestProduct;
  /** Between the clients and the product. */
  readonly near: Tap;
  /** Between the product and the server: what the vendor gets to see. */
  readonly far: Tap;
  /** Ends all connections and forgets what was recorded. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** `vendor` is a profile of the test's own, as YAML, whose id must be `own`; else the generic one is used. */
export async function startChatStage(server: ChatServer, vendor?: string): Promise<ChatStage> {
  const far = await startTap();
  far.target(server.port);
  const near = await startTap();
  const product = await startProduct({
    upstream: far.url,
    hosts: `127.0.0.1:${near.port}, localhost:${near.port}`,
    ...(vendor !== undefined && {
      vendor: 'own',
      prepare(folder: string) {
        mkdirSync(join(folder, 'vendors'));
        writeFileSync(join(folder, 'vendors', 'own.yaml'), vendor);
      },
    }),
  });
  near.target(product.port);
  return {
    url: near.url,
    product,
    near,
    far,
    async clear() {
      near.clear();
      far.clear();
      await aMoment();
    },
    async stop() {
      await near.close();
      await product.stop();
      await far.close();
    },
  };
}

/** A profile with one route that reads everything as `codec` says. */
export function profileWith(codec: string, extra = ''): string {
  return `id: own
title: Own
conversation: []
credential: []
routes:
  - id: everything
    path: /**
    inspect: true
    if_unreadable: block
    files: block
    binary: block
    codec: ${codec}
${extra}`;
}

/** Waits for something to become true, at most `ms`. */
export async function within(ms: number, what: string, test: () => boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!test()) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Time for kept-alive connections of HTTP clients to notice that they are gone. */
export const aMoment = (ms = 50) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Both sides of the product, once they agree or after a while; the caller compares. */
export async function bothSides(stage: ChatStage) {
  const read = () => ({ near: comparable(stage.near), far: comparable(stage.far) });
  const end = performance.now() + 1500;
  let sides = read();
  while (JSON.stringify(sides.near) !== JSON.stringify(sides.far) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    sides = read();
  }
  return sides;
}

/** A promise that fails instead of staying open for ever. */
export function soon<T>(what: string, work: Promise<T>, ms = 8000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

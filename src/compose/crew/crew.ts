/** The data plane as several processes: this one listens, keeps the vault and hands each connection to a worker. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Live } from '../../domain/live.ts';
import type { StatsStore } from '../../domain/stats.ts';
import type { Log } from '../../observe/log.ts';
import type { Metrics } from '../../observe/metrics.ts';
import type { DataPlane } from '../../proxy/plane.ts';
import { refuseSocket } from '../../proxy/refuse.ts';
import type { Listen, Settings } from '../../settings/settings.ts';
import type { DataVault } from '../../vault/open.ts';
import { onlyTenant } from '../../vault/vault.ts';
import { createAnswering } from './answering.ts';
import { type Arrival, createDoor, type Door } from './door.ts';
import { type Member, startMember } from './member.ts';
import { createSpread } from './spread.ts';
import { type WorkerOrder, workerExits } from './wire.ts';

export interface CrewParts {
  readonly settings: Live<Settings>;
  readonly vault: Pick<DataVault, 'sealer' | 'openRestorer' | 'recognitionKeys'>;
  readonly stats: Pick<StatsStore, 'addStats'>;
  readonly metrics: Pick<Metrics, 'workers' | 'workerRestarts'>;
  readonly log: Log;
  /** Our pseudonym in Via, one for all workers. */
  readonly via: string;
  /** Hears the last counts of each worker that ended. */
  readonly onRetired: (last: readonly object[]) => void;
}

interface Post {
  readonly slot: number;
  member: Member | undefined;
  ready: boolean;
  /** Ends in a row, none of which came after a good while. */
  failures: number;
  since: number;
}

/** Milliseconds in which every worker must be ready at the start. */
const STARTING_MS = 120_000;
/** Milliseconds after which a worker counts as having worked. */
const STEADY_MS = 60_000;
/** Milliseconds that workers get to end by themselves beyond the time of the drain. */
const ENDING_MS = 5_000;

export class Crew implements Pick<DataPlane, 'listen' | 'connections' | 'drain' | 'close'> {
  readonly #parts: CrewParts;
  readonly #posts: readonly Post[];
  readonly #spread = createSpread();
  readonly #door: Door;
  readonly #open = new Map<number, { readonly slot: number; readonly address: string }>();
  readonly #watchers = new Set<() => void>();
  readonly #unfollow: () => void;
  #started = false;
  #ending = false;
  #next = 0;

  constructor(parts: CrewParts) {
    this.#parts = parts;
    const { listen, limits, workers = 1 } = parts.settings.current;
    const { proxyProtocol } = listen.data;
    this.#posts = Array.from({ length: workers }, (_, slot) => newPost(slot));
    this.#door = createDoor({
      limits,
      ...(proxyProtocol !== undefined && { proxyProtocol }),
      onArrival: (arrival) => this.#admit(arrival),
      onRefused: () => parts.log.warn('connection-refused', { reason: 'proxy-head' }),
    });
    this.#unfollow = parts.settings.onChange(({ source }) => {
      for (const { member } of this.#posts) member?.tell({ say: 'reload', digest: source?.digest ?? '' });
    });
  }

  /** Starts every worker; listens when all of them are ready, else rejects and leaves none. */
  async listen(where: Pick<Listen, 'host' | 'port' | 'socket'>): Promise<number> {
    for (const post of this.#posts) this.#launch(post);
    await this.#until(() => this.#posts.every(({ ready, member }) => ready || member === undefined), STARTING_MS);
    if (this.ready < this.#posts.length) {
      await this.close();
      throw new ChatveilError('CV_INTERNAL', { workers: this.#posts.length });
    }
    this.#started = true;
    return this.#door.listen(where);
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Workers that take connections right now. */
  get ready(): number {
    return this.#posts.filter(({ ready }) => ready).length;
  }

  /** What each worker counts. */
  exported(): Promise<readonly (readonly object[])[]> {
    return Promise.all(this.#posts.flatMap(({ member }) => (member === undefined ? [] : [member.metrics()])));
  }

  async drain(seconds: number): Promise<void> {
    const { log } = this.#parts;
    this.#ending = true;
    log.info('drain-started', { connections: this.connections });
    this.#door.close();
    for (const { member } of this.#posts) member?.tell({ say: 'drain', seconds });
    await this.#until(this.#nobody, seconds * 1000 + ENDING_MS);
    log.info('drain-ended', { forced: !this.#nobody() });
    await this.close();
  }

  async close(): Promise<void> {
    this.#ending = true;
    this.#unfollow();
    this.#door.close();
    for (const { member } of this.#posts) member?.kill();
    await this.#until(this.#nobody, ENDING_MS);
  }

  readonly #nobody = (): boolean => this.#posts.every(({ member }) => member === undefined);

  #launch(post: Post): void {
    if (this.#ending) return;
    const { log, vault } = this.#parts;
    const answer = createAnswering({ ...this.#parts, ...vault, tenant: onlyTenant }, (answers) =>
      member.tell({ say: 'answers', answers }),
    );
    post.since = performance.now();
    const member = startMember(orderFor(this.#parts), {
      onReady: () => {
        post.ready = true;
        this.#spread.add(post.slot);
        log.info('worker-started', { worker: post.slot });
        this.#changed();
      },
      onQuestions: answer,
      onGone: (connections) => this.#forget(connections),
      onExit: (code) => this.#ended(post, member, code),
    });
    post.member = member;
  }

  #ended(post: Post, member: Member, code: number): void {
    const { log, metrics, onRetired } = this.#parts;
    post.member = undefined;
    post.ready = false;
    this.#spread.remove(post.slot);
    for (const [connection, { slot }] of this.#open) if (slot === post.slot) this.#open.delete(connection);
    onRetired(member.lastMetrics);
    this.#changed();
    if (this.#ending) return;
    log.error('worker-ended', { worker: post.slot, status: code });
    if (!this.#started) return;
    post.failures = performance.now() - post.since >= STEADY_MS ? 1 : post.failures + 1;
    metrics.workerRestarts.inc();
    setTimeout(() => this.#launch(post), againMilliseconds(post.failures)).unref();
  }

  #admit(arrival: Arrival): void {
    const slot = this.#ending ? undefined : this.#spread.assign(arrival.address);
    const member = slot === undefined ? undefined : this.#posts[slot]?.member;
    if (slot === undefined || member === undefined) {
      this.#turnAway(arrival);
      return;
    }
    const connection = this.#next++;
    this.#open.set(connection, { slot, address: arrival.address });
    member.take(connection, arrival);
  }

  /** Nobody here speaks TLS: such a visitor sees a closed connection. */
  #turnAway({ socket }: Arrival): void {
    const { log, settings } = this.#parts;
    log.warn('connection-refused', { connections: this.connections });
    if (settings.current.listen.data.tls !== undefined) socket.destroy();
    else refuseSocket(socket, new ChatveilError(this.#ending ? 'CV_DRAINING' : 'CV_OVERLOADED'));
  }

  #forget(connections: readonly number[]): void {
    for (const connection of connections) {
      const known = this.#open.get(connection);
      if (known === undefined) continue;
      this.#open.delete(connection);
      this.#spread.release(known.slot, known.address);
    }
  }

  #changed(): void {
    this.#parts.metrics.workers.set(this.ready);
    for (const watcher of this.#watchers) watcher();
  }

  /** Resolves when `done` holds, or after the time. */
  #until(done: () => boolean, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      const look = () => {
        if (done()) finish();
      };
      const timer = setTimeout(finish, milliseconds);
      this.#watchers.add(look);
      look();
    });
  }
}

/** Milliseconds before a worker that ended is started again: doubled for each end in a row, up to half a minute. */
export function againMilliseconds(failures: number): number {
  return Math.min(100 * 2 ** Math.max(0, failures - 1), 30_000);
}

function newPost(slot: number): Post {
  return { slot, member: undefined, ready: false, failures: 0, since: 0 };
}

/** Made anew for each start, so that a worker that comes late gets the settings in force. */
function orderFor({ settings, vault, via }: CrewParts): WorkerOrder {
  const { source } = settings.current;
  if (source === undefined) throw new ChatveilError('CV_CONFIG_INVALID', { exit: workerExits.settings });
  const { digest, ...load } = source;
  return { load, digest, keys: vault.recognitionKeys(), via };
}

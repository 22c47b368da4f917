/** The listening side when several processes carry the traffic: accepts, reads a balancer's PROXY head, hands on. */
import { createServer, type Socket } from 'node:net';
import type { Limits } from '../../domain/limits.ts';
import { listenOn } from '../../proxy/entrance.ts';
import { takeAnnounced } from '../../proxy/proxy-protocol.ts';
import { networks } from '../../settings/address-list.ts';
import type { Listen } from '../../settings/settings.ts';

/** A connection of which nothing was read but a PROXY head. */
export interface Arrival {
  readonly socket: Socket;
  /** IP address of the visitor; empty for a Unix socket without a PROXY head. */
  readonly address: string;
  /** Set when a PROXY head said it. */
  readonly announced: string | undefined;
  readonly early: Buffer | undefined;
}

export interface DoorParts {
  readonly limits: Limits;
  readonly proxyProtocol?: readonly string[];
  readonly onArrival: (arrival: Arrival) => void;
  readonly onRefused: () => void;
}

export interface Door {
  listen(where: Pick<Listen, 'host' | 'port' | 'socket'>): Promise<number>;
  /** Accepts nothing more and cuts what has not been handed on. */
  close(): void;
}

/** What arrives from here on is for the process that takes the socket; `pause` alone would go on filling our buffer. */
function stopReading(socket: Socket): void {
  socket.pause();
  const { _handle: handle } = socket as unknown as { readonly _handle: { readStop(): void } | null };
  handle?.readStop();
}

export function createDoor({ limits, proxyProtocol = [], onArrival, onRefused }: DoorParts): Door {
  const balancers = networks(proxyProtocol);
  const waiting = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) => {
    const address = socket.remoteAddress ?? '';
    const announces = proxyProtocol.length > 0 && (address === '' || balancers.has(address));
    if (!announces) return onArrival({ socket, address, announced: undefined, early: undefined });
    waiting.add(socket);
    socket.on('error', () => socket.destroy());
    takeAnnounced(socket, limits.headSecondsMax * 1000, (head) => {
      waiting.delete(socket);
      if (head === undefined) {
        onRefused();
        socket.destroy();
        return;
      }
      stopReading(socket);
      const early = socket.read() as Buffer | null;
      const { address: announced } = head;
      onArrival({ socket, address: announced ?? address, announced, early: early ?? undefined });
    });
  });
  return {
    listen: (where) => listenOn(server, where),
    close() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

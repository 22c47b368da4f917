/** Text that the vendor sends in pieces: no emission holds a value, and the pieces add up to what the whole text becomes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Answerer, startRawUpstream } from '../support/upstream.ts';

/** Structured logs that print only listed fields: whatever is not on the list does not reach the line. */
import { type DestinationStream, pino } from 'pino';
import { ChatveilError, type ErrorCode, errorTable } from '../domain/errors.ts';

/** Every event there is. A line has no other free text, so nothing of a message can end up in it. */
export const logEvents = [
  'starting',
  'listening',
  'console-link-printed',
  'draining',
  'drained',
  'drain-cut-short',
  'stopped',
  'settings-applied',
  'settings-unchanged',
  'settings-refused',
  'certificates-applied',
  'certificates-refused',
  'settings-problem',
  'vault-state',
  'vault-refused',
  'stats-not-kept',
  'stats-kept-again',
  'fault',
  'worker-started',
  'worker-ended',
  // Of the data plane
  'request-refused',
  'connection-refused',
  'upstream-failed',
  'socket-refused',
  'socket-closed',
  'internal-fault',
  'heal-failed',
  'schema-drift',
  'drain-started',
  'drain-ended',
] as const;
export type LogEvent = (typeof logEvents)[number];

type Check = (value: unknown) => string | number | boolean | undefined;

const whole: Check = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined);
/** Words and ids of ours: no spaces, no runs of digits, short. */
const word: Check = (value) => {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  return /^[A-Za-z](?:[A-Za-z_.:-]|\d(?!\d{4}))*$/.test(value) ? value : undefined;
};
/** A path of field names: ids and indexes have been folded to `*`, and no run of digits gets through. */
const fieldPath: Check = (value) => {
  if (typeof value !== 'string' || value.length > 500) return undefined;
  return /^(?:\/(?:\*|@?:?(?:[A-Za-z_$:-]|\d(?!\d{2}))*))+$/.test(value) ? value : undefined;
};
const errorId: Check = (value) => (typeof value === 'string' && /^[0-9a-f]{12}$/.test(value) ? value : undefined);
const errorCode: Check = (value) => (typeof value === 'string' && Object.hasOwn(errorTable, value) ? value : undefined);
/** Text that an operator configured (an address, a file, a problem in it); never anything of the traffic. */
const operatorText: Check = (value) =>
  typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 300) : undefined;

/** The list: a field that is not here is not printed, whatever a caller passes. */
export const logFields = {
  site: word,
  profile: word,
  place: fieldPath,
  direction: word,
  transport: word,
  outcome: word,
  reason: word,
  kind: word,
  action: word,
  state: word,
  signal: word,
  listener: word,
  code: errorCode,
  id: errorId,
  fault: word,
  status: whole,
  closeCode: whole,
  connections: whole,
  sockets: whole,
  count: whole,
  bytes: whole,
  seconds: whole,
  port: whole,
  worker: whole,
  line: whole,
  column: whole,
  retry: flag,
  forced: flag,
  address: operatorText,
  file: operatorText,
  at: operatorText,
  problem: operatorText,
  version: operatorText,
} as const satisfies Record<string, Check>;

export type LogFields = { readonly [Name in keyof typeof logFields]?: string | number | boolean | undefined };
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
  /** A fault by its code and id; of a foreign exception only the name of its class is told. */
  fault(error: unknown, fields?: LogFields): void;
  setLevel(level: LogLevel): void;
}

/**
 * @example
 * const log = createLog({ level: 'info', destination: process.stderr });
 * log.info('listening', { listener: 'data', port: 8080 });
 */
export function createLog(options: { readonly level: LogLevel; readonly destination: DestinationStream }): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    options.destination,
  );
  const write =
    (level: LogLevel) =>
    (event: LogEvent, fields: LogFields = {}) => {
      if (logEvents.includes(event)) logger[level](listed(fields), event);
    };
  const error = write('error');
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error,
    fault: (thrown, fields = {}) => error('fault', { ...fields, ...describe(thrown) }),
    setLevel(level) {
      logger.level = level;
    },
  };
}

/** Own, listed and well-formed fields only. */
function listed(fields: LogFields): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const name of Object.keys(logFields) as (keyof typeof logFields)[]) {
    const value = Object.hasOwn(fields, name) ? logFields[name](fields[name]) : undefined;
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Messages, stacks and causes stay out: they may quote what was being worked on. */
function describe(thrown: unknown): LogFields {
  if (thrown instanceof ChatveilError) {
    const { fault, retry } = errorTable[thrown.code satisfies ErrorCode];
    return { code: thrown.code, id: thrown.id, fault, retry };
  }
  const code = (thrown as { code?: unknown } | null)?.code;
  return {
    kind: thrown instanceof Error ? thrown.constructor.name : typeof thrown,
    reason: typeof code === 'string' ? code : undefined,
  };
}

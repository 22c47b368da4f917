/** The thread's faults arrive as codes and numbers, never as text, and its death fails what waits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChatveilError } from '../../../src/domain/errors.ts';
import { connect } from '../../../src/storage/sqlite/connection.ts';
import { testFolder } from '../folder.ts';
import '../../../src/storage/sqlite/thread.ts';
import '../../../src/storage/sqlite/vault-tables.ts';

describe('the database thread', () => {
  it('answers questions of one turn together and in order', async () => {
    const connection = await connect({ vault: { path: join(testFolder(), 'vault.db'), create: true } });
    const order: number[] = [];
    const asks = [0, 1, 2].map((index) => connection.ask('counts', null).then(() => order.push(index)));
    await Promise.all(asks);
    expect(order).toEqual([0, 1, 2]);
    await connection.close();
  });

  it('says why it cannot start in a code and a number, without a path', async () => {
    const path = join(testFolder(), 'vault.db');
    writeFileSync(path, 'no database, but long enough to be read as the head of one, it seems. '.repeat(20));
    const error = await connect({ vault: { path, create: false } }).catch((cause: unknown) => cause as ChatveilError);
    expect(error).toMatchObject({ code: 'CV_VAULT_UNAVAILABLE', facts: { sqlite: 26, diskFull: false } });
    expect(JSON.stringify(error)).not.toContain('vault.db');
  });

  it('refuses everything once closed, and closes twice without harm', async () => {
    const connection = await connect({ vault: { path: join(testFolder(), 'vault.db'), create: true } });
    await connection.close();
    await expect(connection.ask('counts', null)).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    await connection.close();
  });

  it('fails a question that was asked after the close in the same turn', async () => {
    const connection = await connect({ vault: { path: join(testFolder(), 'vault.db'), create: true } });
    const closing = connection.close();
    // Asked after the close in the same turn: the thread is gone before it could answer.
    await expect(connection.ask('counts', null)).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    await closing;
  });
});

/** The store in memory keeps the contract that the durable ones keep. */
import { MemoryStore } from '../../src/vault/store.ts';
import { storeContract } from '../store.contract.ts';

storeContract('memory', async () => new MemoryStore());

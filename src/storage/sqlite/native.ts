/** SQLite's own objects, kept from the garbage collector: from Node 24.19 on a process may abort when it takes one. */
import Database from 'better-sqlite3';

/**
 * Every database and statement of this thread. The headers of Node 24.19 and later make the destructor of such an object
 * look for the environment of the context it runs in; a collection that no script caused runs in none, and that is a
 * failed assertion. What is here lives until the thread ends, when the environment is still there. A process opens a
 * handful of files and prepares each statement once.
 */
const kept = new Set<object>();

/** Opens a file; the statements that it prepares are kept, too. Its own `pragma` makes a new one each time: see below. */
export function openNative(path: string, options?: Database.Options): Database.Database {
  const database = new Database(path, options);
  kept.add(database);
  const prepare = database.prepare.bind(database);
  database.prepare = ((sql: string) => {
    const statement = prepare(sql);
    kept.add(statement);
    return statement;
  }) as typeof database.prepare;
  return database;
}

/** Sets or asks a pragma of a database that was opened here; the first column of its answer, if it gives one. */
export function pragma(database: Database.Database, text: string): unknown {
  const statement = database.prepare<[], unknown>(`PRAGMA ${text}`);
  return statement.reader ? statement.pluck().get() : statement.run();
}

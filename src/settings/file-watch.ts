/** Notices that files changed, the way editors and orchestrators change them: by renaming. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; an edit is told when it has been quiet for so long. */
const quietMilliseconds = 250;

export interface FileWatch {
  /** Watches these files instead of the ones before. */
  follow(files: readonly string[]): void;
}

/** Watches the folders rather than the files; never keeps the process alive. */
export function createFileWatch(onEdit: () => void): FileWatch {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;

  function noticed(names: ReadonlySet<string>, name: string | null): void {
    // `..data` is the link that Kubernetes swaps when a mounted configuration changes.
    if (name !== null && !names.has(name) && name !== '..data') return;
    clearTimeout(timer);
    timer = setTimeout(onEdit, quietMilliseconds);
    timer.unref();
  }

  return {
    follow(files) {
      for (const watcher of watchers) watcher.close();
      if (files.length === 0) clearTimeout(timer);
      const folders = groupByFolder(files);
      watchers = [...folders].flatMap(([folder, inside]) => {
        const names = new Set(inside.map((file) => basename(file)));
        try {
          const watcher = watch(folder, { persistent: false }, (_event, name) => noticed(names, name));
          // A folder that goes away ends its watch; SIGHUP still works.
          watcher.on('error', () => watcher.close());
          return [watcher];
        } catch {
          return [];
        }
      });
    },
  };
}

function groupByFolder(files: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) folders.set(dirname(file), [...(folders.get(dirname(file)) ?? []), file]);
  return folders;
}

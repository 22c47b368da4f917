/** Keeps a log at its newest line without moving the page around it. */
import { useEffect, useRef } from 'preact/hooks';

/** Put the returned reference on the scrolling element; it follows whenever `news` changes. */
export function useFollow(news: unknown) {
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [news]);
  return log;
}

/** Mounts the console: signs in with the one-time link, then shows the numbers and keeps them fresh. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StatsAnswer } from '../api/contract.ts';
import { readStats, signIn, signOut } from './api.ts';
import { type Filter, periodOf, readFilter, writeFilter } from './filter.ts';
import { Overview } from './pages/overview.tsx';

const refreshMs = 5000;

type Gate = 'opening' | 'open' | 'closed' | 'used';

function App() {
  const [gate, setGate] = useState<Gate>('opening');
  useEffect(() => {
    const key = location.pathname === '/setup' ? location.hash.slice(1) : '';
    // Out of the address bar and the history before anything else happens to it.
    if (location.pathname === '/setup') history.replaceState(null, '', '/');
    if (key === '') setGate('open');
    else
      signIn(key).then(
        (done) => setGate(done ? 'open' : 'used'),
        () => setGate('closed'),
      );
  }, []);
  return (
    <div class="page">
      <header class="top">
        <strong>Chatveil</strong> <span>Privacy overview</span>
        {gate === 'open' && (
          <button type="button" class="small" onClick={() => void signOut().then(() => setGate('closed'))}>
            Sign out
          </button>
        )}
      </header>
      <main>{gate === 'open' ? <Numbers lost={() => setGate('closed')} /> : <Door gate={gate} />}</main>
      <footer>Counts by hour. This page never holds a value or a token, and cannot ask for one.</footer>
    </div>
  );
}

function Door({ gate }: { gate: Gate }) {
  if (gate === 'opening') return <p class="door">Opening …</p>;
  return (
    <section class="panel door">
      <h1>{gate === 'used' ? 'This link was used already, or is too old' : 'This page opens with a one-time link'}</h1>
      <p>
        Chatveil prints the link when it starts. It works once, within 15 minutes. Restart Chatveil to get a new one.
      </p>
    </section>
  );
}

function Numbers({ lost }: { lost: () => void }) {
  const [filter, setFilterState] = useState(() => readFilter(location.search));
  const [answer, setAnswer] = useState<StatsAnswer>();
  const [away, setAway] = useState(false);
  const setFilter = (next: Filter): void => {
    history.pushState(null, '', `/${writeFilter(next)}`);
    setFilterState(next);
  };
  useEffect(() => {
    const back = (): void => setFilterState(readFilter(location.search));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const { range } = filter;
  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      const { before, to } = periodOf(range, Date.now());
      try {
        const read = document.hidden ? 'skipped' : await readStats(before, to);
        if (!current || read === 'skipped') return;
        setAway(false);
        if (read === undefined) lost();
        else setAnswer(read);
      } catch {
        setAway(true);
      }
    };
    void load();
    const timer = setInterval(() => void load(), refreshMs);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [range]);
  if (answer === undefined) return <p class="door">{away ? 'Chatveil does not answer.' : 'Reading …'}</p>;
  return (
    <>
      {away && (
        <p class="notice" role="alert">
          Chatveil does not answer; these numbers are not fresh.
        </p>
      )}
      <Overview answer={answer} from={(answer.from + answer.to) / 2} filter={filter} setFilter={setFilter} />
    </>
  );
}

const place = document.getElementById('app');
if (place !== null) render(<App />, place);

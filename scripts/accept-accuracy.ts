/**
 * `npx tsx scripts/accept-accuracy.ts [--lower]`: measures detection on the corpora and accepts what it finds: writes
 * accepted.json, tightens floors.json and fills the tables of docs/detection.md. Loosens no bound without `--lower`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { changeBetween, describeChange, findingsOf, printAccepted } from '../bench/support/accepted.ts';
import {
  acceptedFile,
  detectionPage,
  floorsFile,
  measureCorpus,
  pageWith,
  readAccepted,
  readFloors,
} from '../bench/support/accuracy-run.ts';
import { ownCorpora, publicCorpora, publicCorpusFolder } from '../bench/support/corpora.ts';
import { boundsFrom, printFloors, violations } from '../bench/support/floors.ts';

const lower = process.argv.includes('--lower');
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const folder = publicCorpusFolder();
if (folder === undefined) say('no public corpus: its floors and tables stay as they are');
const corpora = [...ownCorpora(), ...(folder === undefined ? [] : publicCorpora(folder).corpora)];

const accepted = { ...(existsSync(acceptedFile) ? readAccepted() : {}) };
const floors = { ...(existsSync(floorsFile) ? readFloors() : {}) };
let page = readFileSync(detectionPage, 'utf8');
const broken: string[] = [];

for (const corpus of corpora) {
  const measured = await measureCorpus(corpus);
  const before = floors[corpus.name];
  broken.push(
    ...violations(measured.figures, before ?? { atLeast: {}, atMost: {} }).map((text) => `${corpus.name}: ${text}`),
  );
  floors[corpus.name] = boundsFrom(measured.figures, before, !lower);
  page = pageWith(page, measured);
  if (!corpus.name.startsWith('own')) continue;
  const findings = findingsOf(measured.predictions);
  const change = describeChange(corpus.name, changeBetween(accepted[corpus.name] ?? {}, findings));
  if (change !== '') say(change);
  accepted[corpus.name] = findings;
}

for (const line of broken) say(line);
if (broken.length > 0 && !lower) {
  say('nothing written: mend it, or accept the loss with --lower and say why in the commit');
  process.exitCode = 1;
} else {
  writeFileSync(acceptedFile, printAccepted(accepted));
  writeFileSync(floorsFile, printFloors(floors));
  writeFileSync(detectionPage, page);
  say('written: accepted findings, floors and the tables of docs/detection.md');
}

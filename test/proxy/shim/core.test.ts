/** What every part builds on: wrapped classes stay the classes they were, and no part keeps another from its work. */
import { expect, test } from 'vitest';
import { coda, core } from '../../../src/proxy/shim/core.ts';
import { shimWindow } from '../../support/shim-window.ts';

const vendor = 'https://cdn.vendor.example/a';
const ours = 'https://chat.example/__h/cdn.vendor.example/a';

test('an instance names the class that the page knows', () => {
  const { run } = shimWindow();
  expect(run('new Worker("/x").constructor === Worker && new Worker("/x") instanceof Worker')).toBe(true);
});

test('a window without most of the platform gets what it has', () => {
  const { run, calls } = shimWindow();
  run(`new Worker('${vendor}')`);
  expect(calls).toEqual([['Worker', ours]]);
});

test('the text is one statement that no script element ends', () => {
  expect(core + coda).not.toMatch(/<\/script|<!--|\n/);
});

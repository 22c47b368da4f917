/** Where a page goes next: mapped when somebody goes, not before. */
import { expect, it, test } from 'vitest';
import { navigation } from '../../../src/proxy/shim/navigation.ts';
import { shimWindow } from '../../support/shim-window.ts';

const v = 'https://cdn.vendor.example/a';
const o = 'https://chat.example/__h/cdn.vendor.example/a';

test('links and forms are mapped when they are used', () => {
  const { run, calls } = shimWindow();
  run(`const link = new HTMLElement('A', { href: '${v}' }); const form = new HTMLFormElement('FORM', { action: '${v}' });
    heard.click({ composedPath: () => [new Node(), link, document] });
    heard.submit({ target: form, submitter: null }); new HTMLElement('A', { href: '${v}' }).click(); open('${v}'); open('')`);
  expect(calls).toEqual([
    ['setAttribute', 'href', o],
    ['setAttribute', 'action', o],
    ['setAttribute', 'href', o],
    ['click', o],
    ['open', o],
    ['open', ''],
  ]);
});

test('a form that is sent by a script is mapped, one that leads elsewhere is not', () => {
  const { run, calls } = shimWindow();
  run(
    `new HTMLFormElement('FORM', { action: '${v}' }).submit(); new HTMLFormElement('FORM', { action: '/x' }).submit()`,
  );
  expect(calls).toEqual([
    ['setAttribute', 'action', o],
    ['submit', o],
    ['submit', '/x'],
  ]);
});

it.each([
  [{ destination: { url: v }, cancelable: true, navigationType: 'push' }, [true, [o]]],
  [{ destination: { url: v }, cancelable: true, navigationType: 'replace' }, [true, [o]]],
  [{ destination: { url: v }, cancelable: true, formData: {} }, [true, []]],
  [{ destination: { url: 'https://foreign.example/' }, cancelable: true }, [false, []]],
  [{ destination: { url: o }, cancelable: true }, [false, []]],
])('%j', (event, expected) => {
  const { run } = shimWindow();
  const heard = `let stopped = false; navigation.heard.navigate({ ...${JSON.stringify(event)}, preventDefault() { stopped = true; } });`;
  expect(run(`${heard} [stopped, [...location.went]]`)).toEqual(expected);
  expect(navigation).not.toContain('</script');
});

/** Tells values that stand for a secret (`YOUR_API_KEY`, `sk_test_xxx`, `****`, `${TOKEN}`) from secrets. */

const whole =
  /^(?:[x*•.#?_\s-]+|0+|1234(?:5(?:6(?:7(?:89?0?)?)?)?)?|(?:pass(?:word|wd)?|passwort|pwd|secret|token|key|api[-_]?key|hunter|changeit|null|nil|none|undefined|true|false|string|str|text|value|n\/a|na|tbd|redacted|hidden|masked|removed|omitted|placeholder|sample|dummy|example|default|empty|blank|user|username|admin|root|here))$/i;
/** The name of a variable. */
const variable = /^[A-Z]+(?:_[A-Z]+)+$/;
const marked =
  /(?:^|[^a-z])(?:your|my|the|insert|enter|paste|replace|example|sample|placeholder|dummy|redacted|change[-_]?me|todo|fake|goes[-_]?here)(?:[-_. ]|$)|_?here\W*$|x{4,}|\*{3,}|•{3,}|\.{3,}|…|^[<[{(%$@]|[>\]}%]$|\$\{|\{\{|process\.env|os\.environ|getenv|env\.|secrets\.|vault:/i;

/** Whether a text is written where a secret would be, without being one. */
export function isPlaceholder(value: string): boolean {
  return whole.test(value) || variable.test(value) || marked.test(value);
}

/** How mixed a text is: bits a character of its own letters, 0 to about 6. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const sign of value) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Source of the shim, written so that a person can read it: the lines of a template, trimmed and joined. */

/** Every line must end where a line end may be left out: behind `;`, `{`, `,` or an operator. */
export function lines(template: TemplateStringsArray): string {
  return (template.raw[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join('');
}

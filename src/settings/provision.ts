/** Builds what a policy file asks for: the decider and the detectors it switches on, with its own patterns compiled. */
import type { Detector, KindInfo } from '../detection/detector.ts';
import { createDetection } from '../detection/engine.ts';
import { createPolicy } from '../policy/decide.ts';
import { coversKind, isKindGroup, kindGroups } from '../policy/kinds.ts';
import { loadDetectors } from './catalog.ts';
import { buildCustom, type InputFile } from './custom.ts';
import { type PolicyFile, toPolicyDefinition } from './policy-schema.ts';
import { placeIn, suggestion } from './problems.ts';
import type { Problem, Site } from './settings.ts';
import { digest, type Path, type Source } from './source.ts';

export type Provisioned = Pick<Site, 'policy' | 'detection'> & { readonly kinds: readonly KindInfo[] };
export type Provision =
  | {
      readonly ok: true;
      readonly provisioned: Provisioned;
      /** Word lists and exact lists that were read. */
      readonly inputs: readonly InputFile[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Findings less sure than this are left out, unless a rule asks for less. */
const confidenceFloor = 0.5;

/**
 * Compiles a policy that the schema has passed; what only the detectors can tell is checked here.
 *
 * @example
 * const made = await provisionPolicy(policySchema.parse(source.value), source);
 * if (made.ok) made.provisioned.detection.find(span);
 */
export async function provisionPolicy(file: PolicyFile, source: Source): Promise<Provision> {
  const all = await loadDetectors();
  const detectors = file.detectors === 'all' ? all : all.filter(({ id }) => file.detectors.includes(id));
  const custom = await buildCustom(file, source.file);
  const described = [...detectors.flatMap(({ kinds }) => kinds), ...custom.kinds];
  const own = [...file.patterns, ...file.dictionaries, ...file.exact].map(({ kind }) => kind);
  const problems = [
    ...checkDetectors(file, all, source),
    ...checkRules(file, [...described.map(({ kind }) => kind), ...own], source),
    ...custom.problems.map(({ path, message }) => problem(source, path, message)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const confidences = file.rules.map((rule) => rule.confidence_min ?? confidenceFloor);
  return {
    ok: true,
    inputs: custom.inputs,
    provisioned: {
      policy: createPolicy(toPolicyDefinition(file, await digest(source.text))),
      detection: createDetection({
        detectors: [...detectors, ...custom.detectors],
        confidenceMin: Math.min(confidenceFloor, ...confidences),
        ...(custom.patterns === undefined ? {} : { patterns: custom.patterns }),
      }),
      kinds: described,
    },
  };
}

function problem(source: Source, path: Path, message: string): Problem {
  return { ...placeIn(source)(path, 'value'), at: path.join('.'), message };
}

function checkDetectors(file: PolicyFile, all: readonly Detector[], source: Source): Problem[] {
  if (file.detectors === 'all') return [];
  const known = all.map(({ id }) => id);
  return file.detectors.flatMap((id, index) =>
    known.includes(id)
      ? []
      : [problem(source, ['detectors', index], `there is no detector ${id}${suggestion(id, known)}`)],
  );
}

/** A rule for a kind that nothing finds protects nobody; it is a typing mistake or a detector that was left out. */
function checkRules(file: PolicyFile, kinds: readonly string[], source: Source): Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  for (const [index, rule] of file.rules.entries()) {
    if (ids.has(rule.id)) problems.push(problem(source, ['rules', index, 'id'], 'an earlier rule has this id already'));
    ids.add(rule.id);
    if (rule.restore === 'own-messages' && rule.action !== 'tokenize') {
      problems.push(problem(source, ['rules', index, 'restore'], 'only tokenized values can be restored'));
    }
    for (const [place, name] of (rule.kinds ?? []).entries()) {
      // A group may name kinds that no detector finds yet: it stands for the whole family.
      if (name === '*' || isKindGroup(name) || kinds.some((kind) => coversKind(name, kind))) continue;
      const message = name.startsWith('@')
        ? `there is no group ${name}${suggestion(name, Object.keys(kindGroups))}`
        : `no detector of this policy finds ${name}${suggestion(name, [...new Set(kinds)])}`;
      problems.push(problem(source, ['rules', index, 'kinds', place], message));
    }
  }
  return problems;
}

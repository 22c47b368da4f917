/** The first matching rule wins; a finding that no rule names passes, and says so. */
import type { DataKind, Finding } from '../domain/finding.ts';
import { compilePointer, type PointerPattern } from '../domain/pointer.ts';
import { coversKind, kindGroups } from './kinds.ts';
import type { ActionName, Policy, PolicyDefinition, Rule, Scene } from './policy.ts';

/**
 * Sensitive authentication data: PCI DSS 4.0.1, 3.3.1, forbids keeping it after authorisation even
 * encrypted, so a rule that says `tokenize` masks it instead.
 */
const neverStored: ReadonlySet<DataKind> = new Set(kindGroups['@card-authentication']);

/** Name of the rule in decisions about findings that no rule matched. */
export const noRule = '(none)';
/** Name of the rule in decisions about findings that an operator has declared harmless for a time. */
export const suppressedRule = 'suppressed';

interface CompiledRule {
  readonly rule: Rule;
  readonly sites: ReadonlySet<string> | undefined;
  readonly fields: readonly PointerPattern[] | undefined;
}

/**
 * Makes a policy out of a checked definition.
 *
 * @example
 * const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'all', action: 'mask' }] });
 * policy.decide(finding, { site: 'shop', direction: 'to-upstream', path: '/text' }).action; // "mask"
 */
export function createPolicy(definition: PolicyDefinition): Policy {
  const compiled = definition.rules.map(compileRule);
  const byKind = new Map<DataKind, readonly CompiledRule[]>();

  function rulesFor(kind: DataKind): readonly CompiledRule[] {
    let rules = byKind.get(kind);
    if (!rules) {
      rules = compiled.filter(
        ({ rule }) => rule.kinds === undefined || rule.kinds.some((name) => coversKind(name, kind)),
      );
      byKind.set(kind, rules);
    }
    return rules;
  }

  return {
    id: definition.id,
    title: definition.title,
    version: definition.version,
    ifVaultUnavailable: definition.ifVaultUnavailable ?? 'block',
    ...(definition.split !== undefined && { split: definition.split }),
    rules: definition.rules,
    restores: restorableKinds(definition.rules),
    decide(finding, scene) {
      if (finding.suppressed === true)
        return { action: 'pass', rule: suppressedRule, restore: 'never', notice: undefined };
      const found = rulesFor(finding.kind).find((candidate) => matches(candidate, finding, scene));
      if (!found) return { action: 'pass', rule: noRule, restore: 'never', notice: undefined };
      const { rule } = found;
      const action = storable(rule.action, finding.kind);
      return {
        action,
        rule: rule.id,
        restore: action === 'tokenize' ? (rule.restore ?? 'never') : 'never',
        notice: rule.notice,
      };
    },
  };
}

/** Kinds whose values a visitor's own widget may be given back, whatever the field. */
function restorableKinds(rules: readonly Rule[]): (kind: DataKind) => boolean {
  const restoring = rules.filter((rule) => rule.action === 'tokenize' && rule.restore === 'own-messages');
  return (kind) =>
    !neverStored.has(kind) &&
    restoring.some((rule) => rule.kinds === undefined || rule.kinds.some((name) => coversKind(name, kind)));
}

function storable(action: ActionName, kind: DataKind): ActionName {
  return action === 'tokenize' && neverStored.has(kind) ? 'mask' : action;
}

function compileRule(rule: Rule): CompiledRule {
  return {
    rule,
    sites: rule.sites && new Set(rule.sites),
    fields: rule.fields?.map(compilePointer),
  };
}

function matches({ rule, sites, fields }: CompiledRule, finding: Finding, scene: Scene): boolean {
  if (rule.direction !== undefined && rule.direction !== scene.direction) return false;
  if (rule.confidenceMin !== undefined && finding.confidence < rule.confidenceMin) return false;
  if (sites && !sites.has(scene.site)) return false;
  return fields === undefined || fields.some((field) => field.match(scene.path) !== undefined);
}

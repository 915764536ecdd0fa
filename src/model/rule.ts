export const ruleKinds = ['auto-install', 'auto-update', 'pin', 'ignore', 'block', 'ask'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** One row of `package_automation_rules`. First match by priority decides, highest first. */
export interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly kind: RuleKind;
  readonly priority: number;
  readonly enabled: boolean;
  /** Condition name to its argument; each condition is one file of policy/conditions/. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly source: 'built-in' | 'dashboard' | 'policy-file';
}

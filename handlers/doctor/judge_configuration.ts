import type { ConfigurationFacts } from "./box_facts.ts";
import { bad, good, type Judgement, quoted, warning } from "./finding.ts";

/** Whether the configuration is valid, and who can read what it names. */
export function judgeConfiguration(facts: ConfigurationFacts): Judgement[] {
  const { path, problems, readableSecrets, secrets, warnings } = facts;
  const command = `vigil check --config ${quoted(path)}`;
  return [
    ...(problems.length === 0 ? [good("configuration-good", { path })] : []),
    ...problems.map((problem) => bad("configuration-invalid", { path, problem }, command)),
    ...warnings.map((problem) => warning("configuration-unsafe", { problem }, command)),
    ...readableSecrets.map((secret) =>
      bad("secret-readable", { path: secret }, `chmod o= ${quoted(secret)}`)
    ),
    ...(secrets > 0 && readableSecrets.length === 0 ? [good("secrets-closed")] : []),
  ];
}

/** Folds what comes again and again into one line: two hours of an alarm have hundreds of positions. */
import type { EventFact, Fact, FactGroup } from "./fact.ts";
import type { EventName } from "../../../../../devices/event.ts";

/** So many of a kind, one after another, are folded. */
const FOLDED_FROM = 3;
/** Events that come by themselves. */
const ROUTINE: readonly EventName[] = ["position", "heartbeat", "status", "test"];

/** The facts in their order, with what is routine folded. */
export function folded(facts: readonly Fact[]): (Fact | FactGroup)[] {
  const lines: (Fact | FactGroup)[] = [];
  let run: (Fact & EventFact)[] = [];
  const close = () => {
    if (run.length < FOLDED_FROM) lines.push(...run);
    else {lines.push({
        kind: "group",
        key: `group-${run[0]!.sequence}`,
        name: run[0]!.name,
        facts: run,
      });}
    run = [];
  };
  for (const fact of facts) {
    const isRoutine = fact.kind === "event" && ROUTINE.includes(fact.name);
    if (!isRoutine || (run.length > 0 && run[0]!.name !== fact.name)) close();
    if (isRoutine) run.push(fact);
    else lines.push(fact);
  }
  close();
  return lines;
}

/** The four numbers by which a queue is judged. */
export interface FourNumbers {
  /** Promised, and not found: must be 0. */
  readonly lost: number;
  /** Found, and never asked for: must be 0. */
  readonly unexpected: number;
  /** Found, and asked for without a promise: allowed, since an error means "unknown". */
  readonly recovered: number;
  /** Found more than once. */
  readonly duplicated: number;
}

/** What was asked for and what was promised, by whatever names a fact. */
export class History {
  readonly asked = new Set<string>();
  readonly promised = new Set<string>();

  /** Judges it by what is found afterwards, everything as often as it is found. */
  judge(found: readonly string[]): FourNumbers {
    const set = new Set(found);
    const count = (facts: Iterable<string>, isSo: (fact: string) => boolean) =>
      [...facts].filter(isSo).length;
    return {
      lost: count(this.promised, (fact) => !set.has(fact)),
      unexpected: count(set, (fact) => !this.asked.has(fact)),
      recovered: count(set, (fact) => this.asked.has(fact) && !this.promised.has(fact)),
      duplicated: found.length - set.size,
    };
  }
}

/** Sums of several judgements. */
export function sumOf(judgements: readonly FourNumbers[]): FourNumbers {
  const sum = (name: keyof FourNumbers) =>
    judgements.reduce((total, judgement) => total + judgement[name], 0);
  return {
    lost: sum("lost"),
    unexpected: sum("unexpected"),
    recovered: sum("recovered"),
    duplicated: sum("duplicated"),
  };
}

/** Prints the numbers of an experiment, one line. */
export function report(experiment: Readonly<Record<string, string | number>>): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(experiment)}\n`));
}

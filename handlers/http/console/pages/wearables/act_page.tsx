/** Pages that say what an act on a wearable means, ask for what it needs, and do nothing yet. */
import { Field, type FormProblem, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import type { Locale, Visit } from "../visit.ts";

/** Acts that have a page of their own. */
export const WEARABLE_ACTS = ["assign", "swap", "drill", "rotate-key", "retire"] as const;
export type WearableAct = (typeof WEARABLE_ACTS)[number];
/** Where something is entered. */
export type ActInput = keyof Locale["messages"]["wearables"]["fields"];

/** What each act asks for. */
export const INPUTS: Readonly<Record<WearableAct, readonly ActInput[]>> = {
  "assign": ["reference", "expires"],
  "swap": ["replacement", "reason"],
  "drill": ["minutes"],
  "rotate-key": [],
  "retire": ["confirm", "reason"],
};
const OPTIONAL: readonly ActInput[] = ["expires", "reason"];

interface ActProps {
  readonly act: WearableAct;
  /** UID. */
  readonly device: string;
  readonly visit: Visit;
  /** UIDs that could take its place. */
  readonly free: readonly string[];
  /** What was typed, and what is wrong with it. */
  readonly typed: Readonly<Partial<Record<ActInput | "becomes", string>>>;
  readonly problem?: FormProblem | undefined;
}

export function ActPage({ act, device, free, problem, typed, visit }: ActProps) {
  const { acts, cancel, fields, own } = visit.locale.messages.wearables;
  const { consequence, submit, title } = acts[act];
  const address = `/devices/${encodeURIComponent(device)}`;
  return (
    <Page visit={visit} title={`${title} · ${device}`} layout="form">
      <h1>{device}: {title}</h1>
      <WholeProblem problem={problem} />
      <p>{consequence}</p>
      {act === "swap" && free.length === 0 ? <p class="mark high">{own.noneFree}</p> : null}
      <form method="post" action={`${address}/${act}`}>
        {INPUTS[act].map((name, at) => (
          <Field
            name={name}
            {...fields[name]}
            value={typed[name] ?? (name === "replacement" ? free[0] : undefined)}
            problem={problem}
            isFirst={at === 0}
            isOptional={OPTIONAL.includes(name)}
            maxlength={name === "reason" ? 200 : 64}
          />
        ))}
        {act === "swap" ? <Becomes typed={typed.becomes} locale={visit.locale} /> : null}
        <p class="acts">
          <button type="submit" class="likely">{submit}</button>
          <a class="button" href={address}>{cancel}</a>
        </p>
      </form>
    </Page>
  );
}

function Becomes({ locale, typed = "suspended" }: { typed: string | undefined; locale: Locale }) {
  const { becomes } = locale.messages.wearables;
  return (
    <fieldset>
      <legend>{becomes.label}</legend>
      {(["suspended", "retired"] as const).map((value) => (
        <label class="choice">
          <input type="radio" name="becomes" value={value} checked={typed === value} />{" "}
          {becomes[value]}
        </label>
      ))}
    </fieldset>
  );
}

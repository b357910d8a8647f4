/** What an operator does about an incident, as forms that need no script. */
import { type IncidentState, mayMove, OUTCOMES } from "../../../../devices/incident.ts";
import { Key } from "./keys.tsx";
import { Page } from "./page.tsx";
import type { Visit } from "./visit.ts";
import type { Messages } from "../../../i18n/messages.ts";

/** The states that a button leads to. Closing has a page of its own. */
export const ACTS = ["accepted", "underway", "on-scene"] as const;
export type Act = (typeof ACTS)[number];
/** The key of each, as the script of the keys has them. */
const KEYS = { "accepted": "A", "underway": "U", "on-scene": "S" } as const;
/** Characters of a reason. */
export const REASON_LIMIT = 1_000;

interface ActsProps {
  readonly incident: { readonly id: string; readonly state: IncidentState };
  readonly messages: Messages;
  /** Path of the page that it is on, to come back to. */
  readonly from: string;
}

/** A button for each state that the incident may still be moved to; nothing for a closed one. */
export function Acts({ from, incident: { id, state }, messages }: ActsProps) {
  if (!mayMove(state, "closed")) return null;
  const names = {
    "accepted": messages.acts.accept,
    "underway": messages.acts.underway,
    "on-scene": messages.acts.onScene,
  } as const;
  const possible = ACTS.filter((to) => mayMove(state, to));
  return (
    <div class="acts">
      {possible.length === 0 ? null : (
        <form method="post" action={`/incidents/${id}/transitions`}>
          <input type="hidden" name="back" value={from} />
          {possible.map((to, index) => (
            <button
              type="submit"
              name="to"
              value={to}
              class={index === 0 ? "likely" : ""}
              aria-keyshortcuts={KEYS[to]}
            >
              <Key name={KEYS[to]} /> {names[to]}
            </button>
          ))}
        </form>
      )}
      <a class="button" href={`/incidents/${id}/close`} aria-keyshortcuts="C">
        <Key name="C" /> {messages.acts.close}
      </a>
    </div>
  );
}

/** What was typed into the form that closes an incident, and what is wrong with it. */
export interface Closing {
  readonly outcome?: string;
  readonly reason?: string;
  readonly problem?: "outcome" | "reason" | "not-kept";
}

interface CloseProps {
  readonly visit: Visit;
  readonly incident: { readonly id: string; readonly device: string };
  readonly closing: Closing;
}

/** The page that closes an incident: it says what will happen, and keeps what was typed. */
export function ClosePage({ closing, incident, visit }: CloseProps) {
  const { acts } = visit.locale.messages;
  return (
    <Page visit={visit} title={`${acts.closeTitle} · ${incident.device}`} layout="form">
      <script type="module" src="/assets/keys.js"></script>
      <h1>{acts.closeTitle} · {incident.device}</h1>
      <p>{acts.closeConsequence}</p>
      {closing.problem === "not-kept" ? <p class="problem" role="alert">{acts.notKept}</p> : null}
      <form method="post" action={`/incidents/${incident.id}/transitions`}>
        <input type="hidden" name="to" value="closed" />
        <input type="hidden" name="back" value="/" />
        <Outcomes closing={closing} messages={visit.locale.messages} />
        <Reason closing={closing} messages={visit.locale.messages} />
        <p class="acts">
          <button type="submit" class="likely">{acts.submit}</button>
          <a class="button" href={`/incidents/${incident.id}`}>{acts.back}</a>
        </p>
      </form>
    </Page>
  );
}

interface FieldProps {
  readonly closing: Closing;
  readonly messages: Messages;
}

function Outcomes({ closing: { outcome, problem }, messages }: FieldProps) {
  return (
    <fieldset>
      <legend>{messages.acts.outcome}</legend>
      {problem === "outcome" ? <p class="problem" role="alert">{messages.acts.noOutcome}</p> : null}
      <p class="quiet for-keys">{messages.keys.closes}</p>
      {OUTCOMES.map((its, index) => (
        <label class="choice">
          <input
            type="radio"
            name="outcome"
            value={its}
            required
            checked={its === outcome}
            data-key={index + 1}
          />{" "}
          <Key name={String(index + 1)} /> {messages.incident.outcomes[its]}
        </label>
      ))}
    </fieldset>
  );
}

function Reason({ closing: { problem, reason }, messages: { acts } }: FieldProps) {
  return (
    <>
      <label for="reason">{acts.reason}</label>
      {problem === "reason" ? <p class="problem" role="alert">{acts.longReason}</p> : null}
      <textarea
        id="reason"
        name="reason"
        rows={4}
        maxlength={REASON_LIMIT}
        aria-describedby="reason-hint"
      >
        {reason ?? ""}
      </textarea>
      <p class="quiet" id="reason-hint">{acts.reasonHint}</p>
    </>
  );
}

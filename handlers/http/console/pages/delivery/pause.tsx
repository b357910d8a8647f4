import type { DeliveryPause } from "../../../../../db/store.ts";
import { clockText, dayText } from "../../views/moment.ts";
import { Field, type FormProblem, WholeProblem } from "../field.tsx";
import type { Visit } from "../visit.ts";

/** Characters of a reason, as the store takes them. */
const REASON_LIMIT = 200;

interface PauseProps {
  readonly path: string;
  readonly mayAct: boolean;
  readonly pause: DeliveryPause | undefined;
  readonly typed: { readonly reason?: string; readonly problem?: FormProblem };
  readonly visit: Visit;
}

/** Who paused it and why, with the way to go on; or the form that pauses it. */
export function Pause({ mayAct, path, pause, typed, visit }: PauseProps) {
  const { deliveryPages: { pause: texts } } = visit.locale.messages;
  const problem = <WholeProblem problem={typed.problem} />;
  if (pause !== undefined) {
    return (
      <section class="problems" id="pause">
        <p>{said(pause, visit)}</p>
        {problem}
        {!mayAct ? null : (
          <form method="post" action={`${path}/resume`} class="acts">
            <button type="submit" class="likely">{texts.resume}</button>
          </form>
        )}
      </section>
    );
  }
  if (!mayAct) return null;
  return (
    <details class="card pause" id="pause" open={typed.problem !== undefined}>
      <summary>{texts.title}</summary>
      <p>{texts.consequence}</p>
      {problem}
      <form method="post" action={`${path}/pause`}>
        <Field
          name="reason"
          label={texts.reason}
          hint={texts.reasonHint}
          value={typed.reason}
          maxlength={REASON_LIMIT}
          problem={typed.problem}
        />
        <p class="acts">
          <button type="submit">{texts.submit}</button>
        </p>
      </form>
    </details>
  );
}

function said({ by, reason, sinceUnixMs }: DeliveryPause, { locale }: Visit): string {
  const { language, messages: { deliveryPages } } = locale;
  const at = `${dayText(sinceUnixMs, language)} ${clockText(sinceUnixMs, language)}`;
  // Functions: what people wrote may hold `$&`, which a text would take for a pattern.
  return deliveryPages.pause.said.replace("{by}", () => by).replace("{at}", at)
    .replace("{reason}", () => reason);
}

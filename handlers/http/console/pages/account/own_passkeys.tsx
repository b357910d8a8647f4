import { printable } from "../../../../../devices/printable.ts";
import { dayText } from "../../views/moment.ts";
import type { AccountView } from "./account_view.ts";
import { Field } from "../field.tsx";

/** The passkeys of an account, and the form that adds one. */
export function PasskeyPart({ entered, person, problem, visit }: AccountView) {
  const { language, messages: { account } } = visit.locale;
  const { own, passkeys, signIn } = account;
  return (
    <section class="card" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{passkeys.title}</h2>
      <p class="quiet">{passkeys.about}</p>
      {person.passkeys.length === 0 ? <p>{passkeys.none}</p> : (
        <ul class="held">
          {person.passkeys.map(({ createdAtUnixMs, id, label, usedAtUnixMs }) => (
            <li>
              <span>
                <strong>{printable(label)}</strong>{" "}
                <span class="quiet">
                  {passkeys.made} {dayText(createdAtUnixMs, language)} · {usedAtUnixMs === undefined
                    ? passkeys.neverUsed
                    : `${passkeys.used} ${dayText(usedAtUnixMs, language)}`}
                </span>
              </span>
              <form method="post" action="/account/passkeys/remove">
                <input type="hidden" name="id" value={id} />
                <button type="submit" aria-label={`${passkeys.remove}: ${printable(label)}`}>
                  {passkeys.remove}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet" data-without-passkeys>{passkeys.notHere}</p>
      <form method="post" action="/account/passkeys" data-passkey="create" hidden>
        <input type="hidden" name="ticket" />
        <input type="hidden" name="response" />
        <Field
          name="label"
          {...passkeys.label}
          value={entered?.["label"]}
          problem={problem}
          maxlength={64}
        />
        <Field
          name="confirm-passkey"
          label={own.current}
          type="password"
          autocomplete="current-password"
        />
        <p class="problem" role="alert" data-failed hidden>{signIn.passkeyFailed}</p>
        <p class="acts">
          <button type="submit">{passkeys.add}</button>
        </p>
      </form>
    </section>
  );
}

import { printable } from "../../../../../devices/printable.ts";
import { PERSON_ROLES } from "../../../../accounts/accounts.ts";
import { dayText } from "../../views/moment.ts";
import type { AccountView } from "./account_view.ts";
import { Field, type FormProblem } from "../field.tsx";

/** The personal tokens of an account, and the form that makes one. */
export function TokenPart({ entered, person, problem, tokens: held, visit }: AccountView) {
  const { language, messages: { account } } = visit.locale;
  const { own, roles, tokens } = account;
  return (
    <section class="card" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{tokens.title}</h2>
      <p class="quiet">{tokens.about}</p>
      {held.length === 0 ? <p>{tokens.none}</p> : (
        <ul class="held">
          {held.map(({ expiresAtUnixMs, id, name, role, scope }) => (
            <li>
              <span>
                <strong>{printable(name)}</strong>{" "}
                <span class="quiet">
                  {roles[role as keyof typeof roles]} · {tokens.scopes[scope ?? "read"]} ·{" "}
                  {tokens.ends} {dayText(expiresAtUnixMs ?? 0, language)}
                </span>
              </span>
              <form method="post" action="/account/tokens/revoke">
                <input type="hidden" name="id" value={id} />
                <button type="submit" aria-label={`${tokens.revoke}: ${printable(name)}`}>
                  {tokens.revoke}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/account/tokens">
        <Field
          name="token-name"
          {...tokens.name}
          value={entered?.["token-name"]}
          problem={problem}
          maxlength={64}
        />
        <Options
          legend={tokens.role}
          name="role"
          options={PERSON_ROLES.filter((role) => person.roles.includes(role))
            .map((role) => [role, roles[role]] as const)}
          chosen={entered?.["role"]}
          problem={problem}
        />
        <Options
          legend={tokens.scope}
          name="scope"
          options={[["read", tokens.scopes.read], ["act", tokens.scopes.act]]}
          chosen={entered?.["scope"]}
          problem={problem}
        />
        <Field
          name="days"
          {...tokens.days}
          value={entered?.["days"] ?? "90"}
          problem={problem}
          inputmode="numeric"
        />
        <Field
          name="confirm-token"
          label={own.current}
          type="password"
          problem={problem}
          autocomplete="current-password"
        />
        <p class="acts">
          <button type="submit">{tokens.make}</button>
        </p>
      </form>
    </section>
  );
}

interface OptionsProps {
  readonly legend: string;
  readonly name: string;
  /** Value and text of each; the first is chosen by default. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly chosen: string | undefined;
  readonly problem: FormProblem | undefined;
}

function Options({ chosen, legend, name, options, problem }: OptionsProps) {
  const isKnown = options.some(([value]) => value === chosen);
  return (
    <fieldset>
      <legend>{legend}</legend>
      {problem?.field === name ? <p class="problem" role="alert">{problem.text}</p> : null}
      {options.map(([value, text], at) => (
        <label class="choice">
          <input
            type="radio"
            name={name}
            value={value}
            checked={isKnown ? value === chosen : at === 0}
          />{" "}
          {text}
        </label>
      ))}
    </fieldset>
  );
}

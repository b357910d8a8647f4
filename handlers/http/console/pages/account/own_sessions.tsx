import { Ago } from "../when.tsx";
import type { AccountView } from "./account_view.ts";
import { browserName } from "./browser_name.ts";

/** Where the owner of an account is signed in. */
export function SessionPart({ sessions: open, visit }: AccountView) {
  const { sessions } = visit.locale.messages.account;
  return (
    <section class="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{sessions.title}</h2>
      <ul class="held">
        {open.map(({ agent, name, source, startedAgoMs, usedAgoMs }) => (
          <li>
            <span>
              <strong>{browserName(agent) ?? sessions.unknownBrowser}</strong>{" "}
              {name === visit.session?.name ? <span class="badge">{sessions.here}</span> : null}
              {" "}
              <span class="quiet">
                {sessions.from} {source} · {sessions.began}{" "}
                <Ago ageMs={startedAgoMs} locale={visit.locale} /> · {sessions.used}{" "}
                <Ago ageMs={usedAgoMs} locale={visit.locale} />
              </span>
            </span>
            <form method="post" action="/account/sessions/end">
              <input type="hidden" name="session" value={name} />
              <button
                type="submit"
                aria-label={`${sessions.end}: ${
                  browserName(agent) ?? sessions.unknownBrowser
                }, ${source}`}
              >
                {sessions.end}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

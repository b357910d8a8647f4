/** The forms above the list of wearables. What is searched for may be a file: it is posted. */
import { LISTED_STATES } from "../../views/devices_view.ts";
import type { DevicesQuery } from "../../views/devices_view.ts";
import { HEALTH_BADGES } from "../../views/wearables/health.ts";
import { badgeText } from "./badges.tsx";
import type { Locale } from "../visit.ts";

interface FilterProps {
  readonly query: DevicesQuery;
  readonly locale: Locale;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  /** Value and text. */
  readonly choices: readonly (readonly [string, string])[];
}

export function DevicesFilter({ locale: { messages }, query }: FilterProps) {
  const { badges, filter, search, states } = messages.wearables;
  const named = HEALTH_BADGES.map((name) =>
    [
      name,
      name === "false-alarms"
        ? badgeText({ name, tone: "normal", value: 50 }, messages).replace("50", "≥ 50")
        : badges[name],
    ] as const
  );
  return (
    <>
      <form method="post" action="/devices" class="filter">
        <div class="field">
          <label for="search">{search.label}</label>
          <p class="quiet" id="search-hint">{search.hint}</p>
          <input
            id="search"
            name="search"
            required
            maxlength={64}
            value={query.search ?? ""}
            autocomplete="off"
            aria-describedby="search-hint"
          />
        </div>
        <p class="acts">
          <button type="submit">{search.submit}</button>
        </p>
      </form>
      <form method="get" action="/devices" class="filter">
        <Choice
          name="badge"
          label={filter.badge}
          chosen={query.badge}
          choices={[["", filter.any], ...named]}
        />
        <Choice
          name="state"
          label={filter.state}
          chosen={query.state}
          choices={[["", filter.inUse], ...LISTED_STATES.map((it) => [it, states[it]] as const)]}
        />
        <Choice
          name="order"
          label={filter.order}
          chosen={query.order}
          choices={[["worry", filter.worry], ["uid", filter.uid]]}
        />
        <p class="acts">
          <button type="submit">{filter.submit}</button>
        </p>
      </form>
    </>
  );
}

function Choice({ choices, chosen = "", label, name }: ChoiceProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {choices.map(([value, text]) => (
          <option value={value} selected={value === chosen}>{text}</option>
        ))}
      </select>
    </div>
  );
}

/** The address of another page of the same list. */
export function pageAddress({ badge, order, state }: DevicesQuery, page: number): string {
  const query = new URLSearchParams({ order, page: String(page) });
  if (badge !== undefined) query.set("badge", badge);
  if (state !== undefined) query.set("state", state);
  return `/devices?${query}`;
}

/** The languages of the country, and which of them a reader gets. */
import type { IncidentState } from "../../devices/incident.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { Messages } from "./messages.ts";
import { nl } from "./nl.ts";

export const LANGUAGES = ["nl", "fr", "de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const MESSAGES: Readonly<Record<Language, Messages>> = { nl, fr, de, en };

/** How far dispatch is with an incident. */
export function stateMessage(state: IncidentState, messages: Messages): string {
  if (state === "new") return messages.incident.new;
  return state === "received" ? messages.received : messages.stages[state];
}

/**
 * The language of a page: the one that its reader chose, else the first of the browser's wishes
 * that the gateway offers, else the first that it offers.
 * @param wishes The header `Accept-Language`.
 * @param chosen What was chosen on a page, whatever it says.
 */
export function chooseLanguage(
  wishes: string | undefined,
  offered: readonly Language[],
  chosen?: string,
): Language {
  if (chosen !== undefined && (offered as readonly string[]).includes(chosen)) {
    return chosen as Language;
  }
  const wanted = (wishes ?? "").split(",").map((wish) => wish.trim().slice(0, 2).toLowerCase());
  const found = wanted.find((wish) => (offered as readonly string[]).includes(wish));
  return (found as Language | undefined) ?? offered[0]!;
}

/** The texts of the live page in the languages of the country. */
import type { AssignmentState, EventName, Priority } from "../../../devices/event.ts";
import type { Outcome } from "../../../devices/incident.ts";
import type { ModemState } from "../../status.ts";
import type { IncidentStage } from "./view.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { fr } from "./words/fr.ts";
import { nl } from "./words/nl.ts";

export const LANGUAGES = ["nl", "fr", "de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of the page of one incident. */
export interface IncidentWords {
  readonly title: string;
  readonly back: string;
  readonly alarm: string;
  readonly new: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly history: string;
  readonly by: string;
  readonly reason: string;
  readonly deliveries: string;
  readonly destination: string;
  readonly delivered: string;
  readonly escalation: string;
  readonly noEscalation: string;
  readonly due: string;
  readonly sent: string;
  readonly confirmed: string;
  readonly answers: string;
  readonly heard: string;
}

/** Of the page of wearables. */
export interface DeviceWords {
  readonly title: string;
  readonly none: string;
  readonly more: string;
  readonly state: string;
  readonly states: Readonly<Record<AssignmentState, string>>;
  readonly ends: string;
  readonly ended: string;
  readonly within7: string;
  readonly within30: string;
  /** @param count At least 1. */
  days(count: number): string;
  readonly lastHeard: string;
  readonly actions: Readonly<Record<"extend" | "suspend" | "resume", string>>;
}

export interface Words {
  readonly live: string;
  readonly waiting: string;
  readonly time: string;
  readonly priority: string;
  readonly event: string;
  readonly device: string;
  readonly place: string;
  readonly state: string;
  readonly pending: string;
  readonly modems: string;
  readonly destinations: string;
  readonly received: string;
  readonly notYet: string;
  readonly notFound: string;
  /** The gateway could not show what was asked for. */
  readonly failed: string;
  readonly drill: string;
  readonly stages: Readonly<Record<IncidentStage, string>>;
  readonly incident: IncidentWords;
  readonly devices: DeviceWords;
  readonly noPlace: string;
  readonly reference: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly token: string;
  readonly tokenHint: string;
  readonly wrongToken: string;
  readonly lostConnection: string;
  readonly unreachable: string;
  /** Before the number of events that a destination refused. */
  readonly refused: string;
  readonly modemStates: Readonly<Record<ModemState, string>>;
  readonly priorities: Readonly<Record<Priority, string>>;
  readonly events: Readonly<Record<EventName, string>>;
}

export const WORDS: Readonly<Record<Language, Words>> = { nl, fr, de, en };

/**
 * The language of a page: the first of the browser's wishes that the gateway offers, else the
 * first that it offers.
 * @param wishes The header `Accept-Language`.
 */
export function chooseLanguage(
  wishes: string | undefined,
  offered: readonly Language[],
): Language {
  const wanted = (wishes ?? "").split(",").map((wish) => wish.trim().slice(0, 2).toLowerCase());
  const found = wanted.find((wish) => (offered as readonly string[]).includes(wish));
  return (found as Language | undefined) ?? offered[0]!;
}

/** What every page of the console is made from. */
import type { Language } from "../../../i18n/locales.ts";
import type { Messages } from "../../../i18n/messages.ts";
import type { GatewayStatus } from "../../../supervision/status.ts";
import type { SessionInfo } from "../sessions.ts";
import type { Theme } from "../preferences.ts";
import type { Person } from "../../../accounts/accounts.ts";
import type { ShownMap } from "../map/console_map.ts";
import type { Moment } from "../views/moment.ts";
import type { OpenView } from "../views/open_view.ts";

/** The language of a page and its messages. */
export interface Locale {
  readonly language: Language;
  readonly messages: Messages;
}

/** What every page knows of its reader and of the moment at which it is made. */
export interface Visit {
  readonly locale: Locale;
  readonly theme: Theme;
  /** Of this page, with its query, to come back to. */
  readonly path: string;
  /** The address that was asked for, without its query. */
  readonly here: string;
  readonly languages: readonly Language[];
  readonly now: Moment;
  readonly status: GatewayStatus;
  /** Who is signed in; undefined before signing in, and where no one has to, as in the demo. */
  readonly person: Person | undefined;
  /** The session of that person in this browser. */
  readonly session: SessionInfo | undefined;
  /** Paths of the pages that the reader may open, as they are declared, beside those for anyone. */
  readonly opens: readonly string[];
  /** What is open at this moment; nothing for a reader who may not know. */
  readonly open: OpenView;
  /** What its maps have beside what is on them. */
  readonly map: ShownMap;
  /** What the reader may do: alarms are read after signing in only. */
  readonly rights: Rights;
}

export interface Rights {
  /** Alarms, events and incidents. */
  readonly readsAlarms: boolean;
  /** Says how far dispatch is with an incident. */
  readonly movesIncidents: boolean;
  readonly changesDevices: boolean;
}

import type { Reader, StoreWriter } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { Language } from "../../i18n/locales.ts";
import type { Incidents } from "../../incidents/incidents.ts";
import type { Log } from "../../ports.ts";
import type { StatusSource } from "../../supervision/status.ts";
import type { Wake } from "../../tools/wake.ts";
import type { Authenticator } from "../server/access/auth.ts";
import type { Sessions } from "./sessions.ts";
import type { OpenPorts } from "./views/open_view.ts";

/** What the pages of the console stand on. */
export interface ConsolePorts extends OpenPorts {
  /** Who may look; absent: everybody who reaches the port, for the demo. */
  readonly authenticator?: Authenticator | undefined;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly incidents: Pick<Incidents, "move">;
  readonly status: StatusSource;
  readonly languages: readonly Language[];
  readonly clock: Clock;
  readonly log: Log;
  /** Has pages read themselves again. */
  readonly wake: Wake;
  /** Ends what lasts. */
  readonly stopping: AbortSignal;
}

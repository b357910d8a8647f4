import type { LiveStore, Reader } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { Backups } from "../../backups/backups.ts";
import type { Doctor } from "../../doctor/doctor.ts";
import type { AuditTrail } from "../../audit/audit_trail.ts";
import type { ChainVerification } from "../../audit/verify.ts";
import type { DeliveryPauses } from "../../delivery/delivery_pauses.ts";
import type { DeliveryRetryPorts } from "../../delivery/delivery_retries.ts";
import type { StreamPolls } from "../../delivery/streams/stream_polls.ts";
import type { Language } from "../../i18n/locales.ts";
import type { Incidents } from "../../incidents/incidents.ts";
import type { HeardFrames } from "../../modems/heard_frames.ts";
import type { LastWork } from "../../modems/last_work.ts";
import type { ModemService } from "../../modems/modem_service.ts";
import type { PortService } from "../../modems/port_service.ts";
import type { Log } from "../../ports.ts";
import type { ProofMaker } from "../../proof/incident_proof.ts";
import type { Eraser } from "../../registry/retirement.ts";
import type { StatusSource } from "../../supervision/status.ts";
import type { Wake } from "../../tools/wake.ts";
import type { LooksPorts } from "./looks.ts";
import type { Sessions } from "./sessions.ts";
import type { ConsoleMap } from "./map/console_map.ts";
import type { OpenPorts } from "./views/open_view.ts";

/** Where programs reach the API, as the pages say it. */
export interface ApiAddress {
  readonly isTls: boolean;
  /** As it is configured; of all addresses, it is for the reader to say which. */
  readonly host: string;
  readonly port: number;
}

/** What the pages of the console stand on. */
export interface ConsolePorts extends OpenPorts, LooksPorts {
  readonly backups: Backups;
  readonly doctor: Doctor;
  /** Looks for what is left of the keys of a retired wearable. */
  readonly eraser: Eraser;
  /** Nobody has to sign in, as in the demo. */
  readonly isOpen: boolean;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly auditTrail: Pick<AuditTrail, "look" | "note">;
  readonly chainVerification: Pick<ChainVerification, "run">;
  readonly reader: Reader;
  readonly store: LiveStore;
  readonly incidents: Pick<Incidents, "move" | "note">;
  readonly pauses: DeliveryPauses;
  readonly polls: StreamPolls;
  /** The destinations that events are sent to. */
  readonly registry: DeliveryRetryPorts["registry"];
  /** Who signs proofs; undefined: the key of this gateway cannot be read. */
  readonly proofMaker: () => Omit<ProofMaker, "at"> | undefined;
  readonly status: StatusSource;
  readonly modemService: ModemService;
  readonly portService: PortService;
  readonly lastWork: Pick<LastWork, "of">;
  readonly heardFrames: Pick<HeardFrames, "count" | "newest">;
  readonly languages: readonly Language[];
  readonly clock: Clock;
  readonly api: ApiAddress;
  readonly map: ConsoleMap;
  readonly log: Log;
  /** Has pages read themselves again. */
  readonly wake: Wake;
  /** Ends what lasts. */
  readonly stopping: AbortSignal;
}

/** The API for programs: all its routes, and the server that listens for them. */
import type { LiveStore, Reader } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { AuditTrail } from "../../audit/audit_trail.ts";
import type { ChainVerification } from "../../audit/verify.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { Raise } from "../../events/gateway_events.ts";
import type { Language } from "../../i18n/locales.ts";
import type { ProofMaker } from "../../proof/incident_proof.ts";
import type { Incidents } from "../../incidents/incidents.ts";
import type { ModemService } from "../../modems/modem_service.ts";
import type { Log } from "../../ports.ts";
import type { Eraser } from "../../registry/retirement.ts";
import type { StatusSource } from "../../supervision/status.ts";
import type { DeliveryPauses } from "../../delivery/delivery_pauses.ts";
import type { StreamPolls } from "../../delivery/streams/stream_polls.ts";
import type { Wake } from "../../tools/wake.ts";
import { onceReadable } from "../server/once_readable.ts";
import { buildApp } from "./app.ts";
import { auditRoutes } from "./routes/audit_routes.ts";
import { Authenticator } from "../server/access/auth.ts";
import { deviceLifeRoutes } from "./routes/devices/device_life_routes.ts";
import { deviceRoutes } from "./routes/devices/device_routes.ts";
import { deviceTestRoutes } from "./routes/devices/device_test_routes.ts";
import { type DestinationRoutePorts, destinationRoutes } from "./routes/destination_routes.ts";
import type { Doctor } from "../../doctor/doctor.ts";
import { doctorRoutes } from "./routes/doctor_routes.ts";
import { docsRoutes } from "./docs_routes.ts";
import { eventRoutes } from "./routes/event_routes.ts";
import type { MetricFamily } from "./exposition.ts";
import { incidentRoutes } from "./routes/incident_routes.ts";
import { noteRoute } from "./routes/note_route.ts";
import { proofRoute } from "./routes/proof_route.ts";
import { type Fetch, Listener, type ListenSettings } from "../server/connections/listener.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { metricRoutes } from "./routes/metric_routes.ts";
import { modemRoutes } from "./routes/modem_routes.ts";
import { reportRoute } from "./routes/report_route.ts";
import { promiseRoutes } from "./routes/promise_routes.ts";
import { rejectedRoutes } from "./routes/rejected_routes.ts";
import type { Route } from "../server/route.ts";
import { statusRoutes } from "./routes/status_routes.ts";
import { streamRoutes } from "./routes/stream_routes.ts";
import { tokenRoutes } from "./routes/token_routes.ts";
import { type SessionList, sessionRoutes } from "./routes/users/session_routes.ts";
import { userRoutes } from "./routes/users/user_routes.ts";

export interface ApiPorts {
  readonly reader: Reader;
  readonly store: LiveStore;
  readonly clock: Clock;
  readonly wake: Wake;
  readonly log: Log;
  readonly raise: Raise;
  /** Of people. */
  readonly accounts: Accounts;
  readonly auditTrail: AuditTrail;
  readonly chainVerification: ChainVerification;
  /** Of the console. */
  readonly sessions: SessionList;
  readonly polls: StreamPolls;
  readonly incidents: Pick<Incidents, "move" | "note">;
  readonly pauses: DeliveryPauses;
  /** The destinations that events are sent to. */
  readonly registry: DestinationRoutePorts["registry"];
  /** Who signs proofs; undefined: the key of this gateway cannot be read. */
  readonly proofMaker: () => Omit<ProofMaker, "at"> | undefined;
  /** Destroys the keys of wearables. */
  readonly eraser: Eraser;
  readonly status: StatusSource;
  readonly doctor: Doctor;
  readonly modemService: ModemService;
  /** Of what people print; a reader who wishes none of them gets the first. */
  readonly languages: readonly Language[];
  /** Metrics of modems, destinations and the process. */
  readonly extraMetrics: () => readonly MetricFamily[];
  readonly version: string;
}

/** Every route of the API. */
export function apiRoutes(ports: ApiPorts): Route[] {
  const routes = [
    ...streamRoutes(ports),
    ...eventRoutes(ports),
    ...incidentRoutes(ports),
    noteRoute(ports),
    proofRoute(ports),
    ...deviceRoutes(ports),
    ...deviceLifeRoutes(ports),
    ...deviceTestRoutes(ports),
    ...modemRoutes(ports.modemService),
    ...destinationRoutes(ports),
    ...promiseRoutes(ports),
    ...rejectedRoutes(ports),
    reportRoute(ports),
    ...tokenRoutes(ports),
    ...userRoutes(ports),
    ...sessionRoutes(ports),
    ...auditRoutes(ports),
    ...statusRoutes(ports),
    ...metricRoutes(ports),
    ...doctorRoutes(ports),
  ];
  return [...routes, ...docsRoutes(routes, ports.version)];
}

export class ApiServer implements AsyncDisposable {
  readonly #listener: Listener;
  readonly #stopping: AbortController;

  private constructor(listener: Listener, stopping: AbortController) {
    this.#listener = listener;
    this.#stopping = stopping;
  }

  /**
   * Begins to take requests.
   * @throws Error with what to do when the address cannot be used.
   */
  static async listen(ports: ApiPorts, settings: ListenSettings): Promise<ApiServer> {
    const stopping = new AbortController();
    const authenticator = new Authenticator(ports);
    const app = buildApp(apiRoutes(ports), {
      authenticator,
      log: ports.log,
      stopping: stopping.signal,
    });
    const listener = await Listener.open({
      fetch: onceReadable(ports.store, app.fetch as Fetch),
      isProved: (incoming) => authenticator.identify(credentialsOf(incoming)) !== undefined,
      log: ports.log,
    }, settings);
    return new ApiServer(listener, stopping);
  }

  get port(): number {
    return this.#listener.port;
  }

  /** Open connections, in whatever state. */
  get connectionCount(): number {
    return this.#listener.connectionCount;
  }

  /** Takes new keys and certificates, without ending what is under way. */
  reloadTls(): void {
    this.#listener.reloadTls();
  }

  /** Ends waiting polls and streams at once, then the rest after a short grace. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#listener[Symbol.asyncDispose]();
  }
}

/** What programs and people see of the gateway: the API and the console. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eraserOf } from "../../db/repair/repair.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Escalation } from "../../handlers/escalation/escalation.ts";
import { ApiServer } from "../../handlers/http/api/api.ts";
import { ConsoleMap } from "../../handlers/http/console/map/console_map.ts";
import { ConsoleServer } from "../../handlers/http/console/server.ts";
import { Sessions } from "../../handlers/http/console/sessions.ts";
import type { ListenSettings } from "../../handlers/http/server/connections/listener.ts";
import type { StoredBackups } from "../backups/stored_backups.ts";
import { GatewayDoctor } from "../doctor/gateway_doctor.ts";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../config/rules.ts";
import type { Modems } from "../modems/modems.ts";
import type { Core } from "./core.ts";
import type { DestinationRegistry } from "./delivery.ts";
import type { ModemWork } from "./modems.ts";
import type { GatewayParts } from "./parts.ts";
import { escalationMetrics } from "./status/delivery_metrics.ts";
import { answerTextMetric, programMetrics, storeMetrics } from "./status/metrics.ts";
import type { StatusReport } from "./status/status_report.ts";
import { proofMakerOf } from "./storage/proof_maker.ts";
import { SESSIONS_FILE } from "./storage/data_folder.ts";
import type { Storage } from "./storage/storage.ts";
import { VERSION } from "./version.ts";

export interface ServerParts {
  readonly core: Core;
  readonly storage: Storage;
  readonly modems: Modems;
  readonly registry: DestinationRegistry;
  readonly escalation: Escalation | undefined;
  readonly status: StatusReport;
  readonly backups: StoredBackups;
  readonly modemWork: ModemWork;
  /** Ends what waits for something to happen. */
  readonly stopping: AbortSignal;
}

/** @throws Error with what to do, when an address cannot be used. */
export async function composeServers(
  { config, configPath, isConsoleOpen = false, ownMetrics }: GatewayParts,
  { backups, core, escalation, modems, registry, status, stopping, storage, modemWork }:
    ServerParts,
) {
  await using stack = new AsyncDisposableStack();
  const { writer } = storage.store;
  const { languages } = config.console;
  const sessionsFile = join(config.gateway.dataDir, SESSIONS_FILE);
  const sessions = new Sessions({ ...core, sessionsFile });
  const proofMaker = () => proofMakerOf(config.gateway, core.log);
  const doctor = new GatewayDoctor({ ...core, backups, config, configPath, status });
  const api = stack.use(
    await ApiServer.listen({
      ...core,
      doctor,
      sessions,
      status,
      registry,
      modemService: modemWork.modemService,
      proofMaker,
      languages,
      eraser: eraserOf(storage.path, "beside"),
      version: VERSION,
      extraMetrics: () => [
        ...programMetrics(modems, registry.all),
        answerTextMetric(core.answers.refusedTexts),
        ...escalationMetrics(escalation?.counts),
        ...storeMetrics(writer),
        ...ownMetrics?.() ?? [],
      ],
    }, apiSettings(config)),
  );
  const map = stack.use(
    new ConsoleMap({ ...config.console, name: config.gateway.name }, core.log),
  );
  void map.file?.look();
  const console = stack.use(
    await ConsoleServer.listen({
      ...core,
      ...modemWork,
      backups,
      doctor,
      eraser: eraserOf(storage.path, "beside"),
      registry,
      status,
      languages,
      stopping,
      sessions,
      isOpen: isConsoleOpen,
      map,
      proofMaker,
      api: {
        isTls: config.http.tlsCert !== undefined,
        host: config.http.host,
        port: api.port,
      },
    }, consoleSettings(config)),
  );
  const opened = stack.move();
  return { api, console, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Where the API for programs listens, and with which keys. */
function apiSettings({ http }: Config): ListenSettings {
  return { ...http, ...tlsOf(http, http.clientCa) };
}

/** Beyond this box the console speaks TLS, with the certificate of the API; people have none. */
function consoleSettings({ console, http }: Config): ListenSettings {
  if (isLoopback(console.host)) return console;
  return { ...console, ...tlsOf(http), tlsMin: http.tlsMin };
}

function tlsOf(
  { tlsCert, tlsKey }: Config["http"],
  clientCa?: string,
): Pick<ListenSettings, "tls"> {
  if (tlsCert === undefined || tlsKey === undefined) return {};
  const read = (path: string) => readFileSync(path, "utf8");
  return {
    tls: () =>
      defined({
        cert: read(tlsCert),
        key: read(tlsKey),
        clientCa: clientCa === undefined ? undefined : read(clientCa),
      }),
  };
}

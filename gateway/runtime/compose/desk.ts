/** What programs and people see of the gateway: the API, the console, and its status. */
import { join } from "node:path";
import { ApiServer } from "../../../handlers/http/api/api.ts";
import { Authenticator } from "../../../handlers/http/server/auth.ts";
import { ConsoleServer } from "../../../handlers/http/console/server.ts";
import { type Stream, StreamPolls } from "../../../handlers/delivery/streams/stream_polls.ts";
import { StreamWatch } from "../../../handlers/delivery/streams/stream_watch.ts";
import type { GatewayParts } from "../compose.ts";
import type { Config } from "../../config/config.ts";
import { eraserOf } from "../storage/eraser.ts";
import { escalationMetrics } from "../status/delivery_metrics.ts";
import { answerTextMetric, programMetrics, storeMetrics } from "../status/metrics.ts";
import { ModemServiceGuard } from "../../../handlers/modems/modem_service_guard.ts";
import { StatusReport } from "../status/status_report.ts";
import { StorageWatch } from "../storage/storage_watch.ts";
import { VERSION } from "../version.ts";
import { Workshop } from "../../modems/workshop/workshop.ts";
import type { Core } from "./core.ts";
import type { Forwarding } from "./forwarding.ts";
import { apiSettings, consoleSettings } from "./listen_settings.ts";

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/**
 * @param forwarding May be empty yet: whoever is at the desk sees what is in it by then.
 * @throws Error with what to do, when an address cannot be used.
 */
export async function openDesk(parts: GatewayParts, core: Core, forwarding: Forwarding) {
  await using stack = new AsyncDisposableStack();
  const { config, log } = parts;
  const { clock, events, modems, reader, store, wake } = core;
  const stopping = new AbortController();
  const polls = new StreamPolls({ ...core, log });
  const streams = streamsOf(config, core, true);
  const others = streamsOf(config, core, false);
  const streamWatch = new StreamWatch({ ...core, raise: events.raise, polls, streams, others });
  const { destinations } = forwarding;
  const watches = [streamWatch, core.supervision, core.care, modems];
  const storage = new StorageWatch({ ...core, writer: store.writer, path: core.path, log });
  const status = new StatusReport({
    config,
    store,
    clock,
    modems,
    destinations,
    polls,
    storage,
    watches,
  });
  const modemService = new ModemServiceGuard({
    modemService: new Workshop({ ...core, stopping: stopping.signal }),
    store,
    clock,
  });
  const ports = { reader, store, clock, wake, log, raise: events.raise, status };
  const api = stack.use(
    await ApiServer.listen({
      ...ports,
      polls,
      incidents: core.incidents,
      eraser: eraserOf(config.gateway.dataDir, "beside"),
      modemService,
      version: VERSION,
      extraMetrics: () => [
        ...programMetrics(modems, destinations),
        answerTextMetric(core.answers.texts.refused),
        ...escalationMetrics(forwarding.escalation?.counts),
        ...storeMetrics(store.writer),
        ...parts.ownMetrics?.() ?? [],
      ],
    }, apiSettings(config)),
  );
  const console = stack.use(
    await ConsoleServer.listen({
      ...ports,
      incidents: core.incidents,
      volatileEvents: core.volatileEvents,
      languages: config.console.languages,
      stopping: stopping.signal,
      sessionsFile: join(config.gateway.dataDir, "console-sessions.json"),
      ...(parts.isConsoleOpen === true ? {} : { authenticator: new Authenticator(ports) }),
    }, consoleSettings(config)),
  );
  const opened = stack.move();
  return {
    api,
    console,
    status,
    storage,
    streamWatch,
    modemService,
    /** Ends what waits for something to happen. */
    stop() {
      status.state = "stopping";
      stopping.abort();
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The streams that are required, or those that are not. */
function streamsOf({ destinations }: Config, { numbers }: Core, isRequired: boolean): Stream[] {
  return destinations.filter(({ required, type }) => required === isRequired && type === "stream")
    .map(({ name }) => ({ name, number: numbers.get(name)! }));
}

/** What carries events to a destination of each kind. */
import { defined } from "../../devices/tools/defined.ts";
import { RequestTransport } from "../../handlers/delivery/request_transport.ts";
import type { Transport } from "../../handlers/delivery/transport.ts";
import type { HeartbeatContent } from "../../handlers/formats/mqtt_topics.ts";
import { MqttTransport } from "../../handlers/delivery/transports/mqtt/mqtt.ts";
import { Sms } from "../../handlers/delivery/transports/sms/sms.ts";
import { Webhook } from "../../handlers/delivery/transports/webhook/webhook.ts";
import type { Language } from "../../handlers/i18n/locales.ts";
import type { SmsSender } from "../../handlers/ports.ts";
import type { StatusSource } from "../../handlers/supervision/status.ts";
import type { DestinationConfig } from "../config/config.ts";
import type { Core } from "./core.ts";

export interface TransportParts {
  readonly core: Core;
  readonly status: StatusSource;
  /** Of short texts to people, where the destination names none. */
  readonly language: Language;
  /** What sends texts by the modem of a name; undefined: by any that can. */
  readonly smsSender: (modem: string | undefined) => SmsSender;
}

/**
 * Makes the transport of a destination; undefined for a stream, whose receiver comes by itself.
 * @throws Error with what to do, when a key or a certificate cannot be read.
 */
export function createTransport(
  settings: DestinationConfig,
  { core, language, smsSender, status }: TransportParts,
): Transport | undefined {
  const { name } = settings;
  const { clock } = core;
  switch (settings.type) {
    case "mqtt":
      return new MqttTransport({
        ...core,
        name,
        settings,
        heartbeat: () => heartbeatOf(status, name),
        onStage: (receipt) => core.stageReceipts.take(name, receipt),
      });
    case "webhook":
      return new RequestTransport(new Webhook(settings, clock), settings);
    case "sms": {
      const { modem } = settings;
      const spoken = { ...settings, language: settings.language ?? language };
      return new RequestTransport(new Sms(spoken, smsSender(modem), clock), settings);
    }
    case "stream":
      return undefined;
  }
}

function heartbeatOf(status: StatusSource, destination: string): HeartbeatContent {
  const { assignments, audit, clock, destinations, modems, store, version } = status.snapshot();
  const { next: _next, ...counts } = assignments;
  return defined({
    pending: destinations.find(({ name }) => name === destination)!.pending,
    oldestPending: store.oldestPendingAt,
    modems: modems.map(({ name, state }) => ({ name, state })),
    clock: { time: clock.time, quality: clock.quality },
    version,
    assignments: counts,
    audit,
  });
}

/** Makes the destinations that events are sent to, of every kind. */
import type { Reader } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import type { Confirmations } from "../../handlers/delivery/confirmations/confirmations.ts";
import { Destination } from "../../handlers/delivery/destination.ts";
import type { HeartbeatContent } from "../../handlers/delivery/transports/mqtt/gateway_state.ts";
import { RequestTransport } from "../../handlers/delivery/request_transport.ts";
import type { Transport } from "../../handlers/delivery/transport.ts";
import { MqttTransport } from "../../handlers/delivery/transports/mqtt/mqtt.ts";
import type { Receipt } from "../../handlers/delivery/confirmations/receipt.ts";
import { Sms } from "../../handlers/delivery/transports/sms/sms.ts";
import { Webhook } from "../../handlers/delivery/transports/webhook/webhook.ts";
import type { Raise } from "../../handlers/events/gateway_events.ts";
import type { Language } from "../../handlers/i18n/locales.ts";
import type { GatewayName } from "../../handlers/events/new_event.ts";
import type { Log } from "../../handlers/ports.ts";
import type { StatusSource } from "../../handlers/supervision/status.ts";
import type { VolatileEvents } from "../../handlers/delivery/volatile_events.ts";
import type { Wake } from "../../handlers/delivery/wake.ts";
import type { DestinationConfig } from "../config/config.ts";
import { chosenSender, type SmsModem } from "../modems/sms_modems.ts";

export interface DestinationParts {
  readonly gateway: GatewayName;
  readonly reader: Reader;
  readonly confirmations: Confirmations;
  readonly volatileEvents: VolatileEvents;
  readonly raise: Raise;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly status: StatusSource;
  /** Of short texts to people, where the destination names none. */
  readonly language: Language;
  readonly smsModems: readonly SmsModem[];
  readonly onSent: (destination: number, id: string) => void;
  readonly onStage: (destination: string, receipt: Receipt) => void;
}

/** Starts a destination; undefined for a stream, whose receiver comes by itself. */
export function createDestination(
  settings: DestinationConfig,
  number: number,
  parts: DestinationParts,
): Destination | undefined {
  const { name } = settings;
  const transport = createTransport(settings, parts);
  if (transport === undefined) return undefined;
  const onSent = (id: string) => parts.onSent(number, id);
  return new Destination({ ...parts, destination: { number, name }, transport, onSent });
}

function createTransport(
  settings: DestinationConfig,
  parts: DestinationParts,
): Transport | undefined {
  const { name } = settings;
  switch (settings.type) {
    case "mqtt":
      return new MqttTransport({
        ...parts,
        name,
        settings,
        heartbeat: () => heartbeatOf(parts.status, name),
        onStage: (receipt) => parts.onStage(name, receipt),
      });
    case "webhook":
      return new RequestTransport(new Webhook(settings, parts.clock), settings);
    case "sms": {
      const { language = parts.language, modem } = settings;
      const sender = chosenSender(parts.smsModems, modem);
      return new RequestTransport(
        new Sms({ ...settings, language }, sender, parts.clock),
        settings,
      );
    }
    case "stream":
      return undefined;
  }
}

function heartbeatOf(status: StatusSource, destination: string): HeartbeatContent {
  const { assignments, clock, destinations, modems, store, version } = status.snapshot();
  const { next: _next, ...counts } = assignments;
  return {
    pending: destinations.find(({ name }) => name === destination)!.pending,
    ...(store.oldestPendingAt === undefined ? {} : { oldestPending: store.oldestPendingAt }),
    modems: modems.map(({ name, state }) => ({ name, state })),
    clock: { time: clock.time, quality: clock.quality },
    version,
    assignments: counts,
  };
}

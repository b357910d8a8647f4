/** Makes the destinations that events are sent to, of every kind. */
import type { Reader } from "../db/reader.ts";
import type { Clock } from "../devices/time.ts";
import type { Confirmations } from "../handlers/confirmations.ts";
import { CarriedDestination } from "../handlers/forward/carried_destination.ts";
import type { Destination } from "../handlers/forward/destination.ts";
import type { HeartbeatContent } from "../handlers/forward/gateway_state.ts";
import { MqttDestination } from "../handlers/forward/mqtt.ts";
import type { Receipt } from "../handlers/forward/receipt.ts";
import { Sms } from "../handlers/forward/sms/sms.ts";
import { Webhook } from "../handlers/forward/webhook.ts";
import type { Raise } from "../handlers/gateway_events.ts";
import type { Language } from "../handlers/http/console/words.ts";
import type { GatewayName } from "../handlers/new_event.ts";
import type { Log } from "../handlers/ports.ts";
import type { StatusSource } from "../handlers/status.ts";
import type { Unstored } from "../handlers/unstored.ts";
import type { Wake } from "../handlers/wake.ts";
import type { DestinationConfig } from "./config.ts";
import { chosenSender, type SmsModem } from "./modems/sms_modems.ts";

export interface DestinationParts {
  readonly gateway: GatewayName;
  readonly reader: Reader;
  readonly confirmations: Confirmations;
  readonly unstored: Unstored;
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
  const onSent = (id: string) => parts.onSent(number, id);
  const ports = { ...parts, destination: { number, name }, onSent };
  switch (settings.type) {
    case "mqtt":
      return new MqttDestination({
        ...ports,
        settings,
        heartbeat: () => heartbeatOf(parts.status, name),
        onStage: (receipt) => parts.onStage(name, receipt),
      });
    case "webhook":
      return new CarriedDestination({
        ...ports,
        carrier: new Webhook(settings, parts.clock),
        window: settings.window,
      });
    case "sms": {
      const { language = parts.language, modem } = settings;
      return new CarriedDestination({
        ...ports,
        carrier: new Sms(
          { ...settings, language },
          chosenSender(parts.smsModems, modem),
          parts.clock,
        ),
        window: settings.window,
      });
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

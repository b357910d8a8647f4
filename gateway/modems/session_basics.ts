import type { ModemIdentity } from "../../devices/modems/modem.ts";
import type { Clock } from "../../devices/time.ts";
import type { Raise } from "../../handlers/events/gateway_events.ts";
import type { Log } from "../../handlers/ports.ts";
import type { FoundModem, ModemBinding } from "./binding/modem_binding.ts";
import type { ModemConfig } from "../config/config.ts";
import type { ModemHealers } from "./healing/modem_healers.ts";
import type { ModemLifeOptions } from "./life.ts";
import type { ModemAccess } from "./place.ts";
import type { OpenPort } from "./port.ts";

/** What the life of every modem needs of the program around it. */
export interface SessionPorts {
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly log: Log;
  readonly raise: Raise;
  /** How long a modem may take to be configured; default: as a real one needs. */
  readonly configureWithinMs?: number;
}

/** Who else has to know of a modem. */
export interface SessionFriends {
  readonly binding: ModemBinding;
  readonly healers: ModemHealers;
}

/**
 * What all sessions are made with: where the modem is, and who is told when it is lost or is back.
 * @param access Of a modem that was found; throws when it is not of a kind that can be spoken to.
 */
export function sessionBasics<T>(
  { name }: ModemConfig,
  { clock, configureWithinMs, log, openPort, raise }: SessionPorts,
  { binding, healers }: SessionFriends,
  access: (found: FoundModem) => ModemAccess<T>,
): ModemLifeOptions<T> & { readonly onIdentity: (identity: ModemIdentity) => void } {
  const subject = `modem/${name}`;
  return {
    name,
    place: {
      get path() {
        return binding.placeOf(name);
      },
      find: async () => access(await binding.find(name)),
    },
    openPort,
    clock,
    log,
    ...(configureWithinMs === undefined ? {} : { configureWithinMs }),
    onLost: (text, reason) => {
      const details = { path: binding.placeOf(name), why: text };
      raise({ name: "modem-lost", reason, subject, details });
      binding.lost(name);
      healers.lost(name);
    },
    onRecovered: () => {
      raise({ name: "modem-recovered", reason: "configured", subject });
      healers.recovered(name);
    },
    onIdentity: (identity) => {
      for (const { is, part, was } of binding.confirmed(name, identity)) {
        raise({ name: "security", reason: `${part}-replaced`, subject, details: { was, is } });
      }
      healers.seen(name);
    },
  };
}

/** One hearing of a message, as the store keeps it and as events show it. */
import type { StoredReception } from "../../db/store.ts";
import type { ReceptionReport } from "../../devices/event.ts";
import { isoTime } from "../../devices/time.ts";
import type { Reception } from "../ports.ts";

/** As the store keeps it. */
export function storedReception(reception: Reception): StoredReception {
  const { modem, receivedAtUnixMs } = reception;
  return { atUnixMs: receivedAtUnixMs, modem, ...signalOf(reception) };
}

/** As events and incidents show it. */
export function receptionReport(reception: Reception): ReceptionReport {
  const { modem, receivedAtUnixMs } = reception;
  return { at: isoTime(receivedAtUnixMs), modem, ...signalOf(reception) };
}

function signalOf({ rssiDbm, snrDb }: Reception): Pick<ReceptionReport, "rssiDbm" | "snrDb"> {
  return {
    ...(rssiDbm === undefined ? {} : { rssiDbm }),
    ...(snrDb === undefined ? {} : { snrDb }),
  };
}

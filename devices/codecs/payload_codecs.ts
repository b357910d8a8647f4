import type { Capability, PayloadCodec } from "./codec.ts";
import { readAbeewayAt2 } from "./lorawan/abeeway_at2.ts";
import { readAbeewayAt3 } from "./lorawan/abeeway_at3.ts";
import { readBrowanButton, readBrowanLocator } from "./lorawan/browan.ts";
import { readDigitalMatterG62, readDigitalMatterOyster } from "./lorawan/digital_matter.ts";
import { readDraginoLgt92, readDraginoTrackerD } from "./lorawan/dragino.ts";
import { readGlamosWalker } from "./lorawan/glamos_walker.ts";
import { readMilesightAt101, readMilesightFt101, readMilesightWs101 } from "./lorawan/milesight.ts";
import { readSensecapT1000 } from "./lorawan/sensecap_t1000.ts";
import { readTektelicStork } from "./lorawan/tektelic_stork.ts";

/** Formats of LoRaWAN payloads. Which one a device speaks is said when it is linked. */
export const PAYLOAD_CODECS: readonly PayloadCodec[] = [
  ofPayload("abeeway-at3", "Abeeway, Asset Tracker 3 firmware", readAbeewayAt3, [
    "panic",
    "tamper",
    "cancel",
    "position",
    "battery",
    "clock",
    "heartbeat",
  ]),
  ofPayload("abeeway-at2", "Abeeway, Asset Tracker 2 firmware", readAbeewayAt2, [
    "panic",
    "cancel",
    "position",
    "battery",
    "heartbeat",
  ]),
  ofPayload("dragino-lgt92", "Dragino LGT-92", readDraginoLgt92, ["panic", "position"]),
  ofPayload("dragino-trackerd", "Dragino TrackerD", readDraginoTrackerD, [
    "panic",
    "position",
    "clock",
  ]),
  ofPayload("browan-tbpb100", "Browan TBPB100 push button", readBrowanButton, [
    "panic",
    "heartbeat",
  ]),
  ofPayload("browan-locator", "Browan object locator", readBrowanLocator, ["panic", "position"]),
  ofPayload("milesight-ws101", "Milesight WS101 button", readMilesightWs101, [
    "panic",
    "battery",
    "heartbeat",
  ]),
  ofPayload("milesight-at101", "Milesight AT101 tracker", readMilesightAt101, [
    "tamper",
    "position",
    "battery",
    "heartbeat",
  ]),
  ofPayload("milesight-ft101", "Milesight FT101 field tester", readMilesightFt101, ["position"]),
  ofPayload("sensecap-t1000", "SenseCAP T1000-A, -B and -E", readSensecapT1000, [
    "panic",
    "position",
    "battery",
    "clock",
    "heartbeat",
  ]),
  ofPayload("digital-matter-oyster", "Digital Matter Oyster, Yabby", readDigitalMatterOyster, [
    "fall",
    "position",
  ]),
  ofPayload("digital-matter-g62", "Digital Matter G62", readDigitalMatterG62, ["position"]),
  ofPayload("glamos-walker", "GLAMOS Walker, tester of coverage", readGlamosWalker, ["position"]),
  ofPayload("tektelic-stork", "Tektelic Stork, without its scans", readTektelicStork, []),
];

function ofPayload(
  name: string,
  describes: string,
  read: PayloadCodec["read"],
  says: readonly Capability[],
): PayloadCodec {
  const proof = "key" as const;
  return { name, describes, says, proof, isAnswerable: false, transport: "lorawan", read };
}

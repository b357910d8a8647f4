import { isAmlData, isAmlText, readAmlData, readAmlText } from "./aml.ts";
import { isAmlForm, isAmlFormKey, readAmlForm } from "./aml_form.ts";
import type { Capability, MessageCodec, MessageContent, Proof } from "./codec.ts";
import { isDc09, isDc09Key, readDc09 } from "./dc09.ts";
import { isEelink, readEelink } from "./pendants/eelink.ts";
import { isEviewEv07b, readEviewEv07b } from "./pendants/eview_ev07b.ts";
import { isGt06, isTopinSos, readGt06, readTopin } from "./pendants/gt06.ts";
import { isH02, readH02 } from "./pendants/h02.ts";
import { isJt808, readJt808 } from "./pendants/jt808.ts";
import { isMinifinder, readMinifinder } from "./pendants/minifinder.ts";
import { isQueclink, readQueclink } from "./pendants/queclink.ts";
import { isSetracker, readSetracker } from "./pendants/setracker.ts";
import { isSigfoxButton, readSigfoxButton } from "./pendants/sigfox_button.ts";
import { type Read, UNSUPPORTED } from "./reading.ts";

type Part<P extends keyof MessageContent> = NonNullable<MessageContent[P]>;

/** Formats of short messages, in the order in which they are asked. */
export const MESSAGE_CODECS: readonly MessageCodec[] = [
  {
    ...named("aml", "Advanced Mobile Location, ETSI TS 103 625 v1 and v2", [
      "panic",
      "position",
      "clock",
    ]),
    begins: ({ text, data }) =>
      text !== undefined ? isAmlText(text) : data !== undefined && isAmlData(data),
    read: ({ text, data }) =>
      text !== undefined
        ? readAmlText(text)
        : data !== undefined && isAmlData(data)
        ? readAmlData(data)
        : UNSUPPORTED,
  },
  {
    ...named(
      "aml-form",
      "Advanced Mobile Location as a form with HMAC",
      ["panic", "position", "clock"],
      "service",
    ),
    begins: ({ text = "" }) => isAmlForm(text),
    read: ({ text = "" }, key) => readAmlForm(text, key),
    isKey: isAmlFormKey,
  },
  {
    ...named("dc09", "SIA DC-09 alarm panels, with SIA DC-04 or Contact ID events", [
      "panic",
      "tamper",
      "position",
      "clock",
      "heartbeat",
    ]),
    begins: ({ text = "" }) => isDc09(text),
    read: ({ text = "" }, key) => readDc09(text, key),
    isKey: isDc09Key,
  },
  of("text", "setracker", "Setracker watches and relatives", isSetracker, readSetracker, [
    "panic",
    "fall",
    "tamper",
    "position",
    "battery",
    "clock",
    "heartbeat",
  ]),
  of("text", "queclink", "Queclink GL200 family", isQueclink, readQueclink, [
    "panic",
    "position",
    "clock",
    "heartbeat",
  ]),
  of("text", "h02", "H02 trackers", isH02, readH02, [
    "panic",
    "position",
    "battery",
    "clock",
    "heartbeat",
  ]),
  of("text", "minifinder", "MiniFinder pendants, first kind", isMinifinder, readMinifinder, [
    "panic",
    "fall",
    "position",
    "battery",
    "clock",
    "heartbeat",
  ]),
  of("text", "sigfox-button", "Sigfox buttons", isSigfoxButton, readSigfoxButton, [
    "panic",
    "battery",
    "clock",
  ]),
  of("data", "eview-ev07b", "Eview EV07B, MiniFinder", isEviewEv07b, readEviewEv07b, [
    "panic",
    "fall",
    "position",
    "battery",
    "clock",
  ]),
  // Before GT06, which begins alike.
  of("data", "topin", "Topin trackers", isTopinSos, readTopin, ["panic"]),
  of("data", "gt06", "GT06, Concox, Jimi and relatives", isGt06, readGt06, [
    "panic",
    "fall",
    "tamper",
    "position",
    "clock",
    "heartbeat",
  ]),
  of("data", "eelink", "Eelink trackers", isEelink, readEelink, [
    "panic",
    "fall",
    "tamper",
    "position",
    "clock",
    "heartbeat",
  ]),
  of("data", "jt808", "JT/T 808 terminals and pendants", isJt808, readJt808, [
    "panic",
    "tamper",
    "position",
    "clock",
    "heartbeat",
  ]),
];

function named(
  name: string,
  describes: string,
  says: readonly Capability[],
  proof: Proof = "none",
) {
  return { name, describes, says, proof, isAnswerable: false, transport: "message" as const };
}

function of<P extends "text" | "data">(
  part: P,
  name: string,
  describes: string,
  begins: (content: Part<P>) => boolean,
  read: (content: Part<P>) => Read,
  says: readonly Capability[],
): MessageCodec {
  const partOf = (content: MessageContent) => content[part] as Part<P> | undefined;
  return {
    ...named(name, describes, says),
    begins(content) {
      const given = partOf(content);
      return given !== undefined && begins(given);
    },
    read(content) {
      const given = partOf(content);
      return given === undefined ? UNSUPPORTED : read(given);
    },
  };
}

/** Every make that is spoken to, with what a test has to know of it. */
import { AtProtocol } from "../../../devices/modems/at/protocol.ts";
import { timeOnAirUs } from "../../../devices/airtime.ts";
import { encodeArmour } from "../../../devices/frame/armour.ts";
import { encodeHex } from "../../../devices/hex.ts";
import {
  EBYTE_E22_ADDED_BYTES,
  EbyteE22Protocol,
} from "../../../devices/modems/ebyte_e22/ebyte_e22.ts";
import { latin1Bytes } from "../../../devices/modems/at/line_reader.ts";
import type { ModemProtocol, RadioSettings } from "../../../devices/modems/modem.ts";
import { rak3172Dialect } from "../../../devices/modems/rak3172/rak3172.ts";
import { rn2483Dialect } from "../../../devices/modems/rn2483/rn2483.ts";
import { rylr998Dialect } from "../../../devices/modems/rylr998/rylr998.ts";
import { wioE5Dialect } from "../../../devices/modems/wio_e5/wio_e5.ts";
import { EbyteE22Emulator } from "../../../gateway/simulator/emulate_ebyte_e22.ts";
import { Rak3172Emulator } from "../../../gateway/simulator/emulate_rak3172.ts";
import { Rn2483Emulator } from "../../../gateway/simulator/emulate_rn2483.ts";
import { Rylr998Emulator } from "../../../gateway/simulator/emulate_rylr998.ts";
import { WioE5Emulator } from "../../../gateway/simulator/emulate_wio_e5.ts";
import type { EmulatorPorts, ModemEmulator } from "../../../gateway/simulator/modem_emulator.ts";
import { RADIO, Wire } from "./wire.ts";

/** What has the form of an uplink, with all that ends lines and parts fields in it. */
export const UPLINK = Uint8Array.of(
  ...[0x20, 0x0d, 0x0a, 0x2c, 0x22, 0x00, 0xff, 0x20, 0x3a],
  ...Array.from({ length: 26 }, (_, index) => index * 9),
);
/** What has the form of an answer. */
export const ANSWER = Uint8Array.of(0x30, ...Array.from({ length: 25 }, (_, index) => index * 7));
export const SIGNAL = { rssiDbm: -99, snrDb: 7 };

export interface Make {
  readonly name: string;
  readonly radio: RadioSettings;
  readonly createProtocol: (radio: RadioSettings) => ModemProtocol;
  readonly createModem: (ports: EmulatorPorts) => ModemEmulator;
  /** Dialects of the vectors that are this make's. */
  readonly dialects: readonly string[];
  /** A packet as the module prints it. */
  readonly packet: (frame: Uint8Array) => Uint8Array;
  /** A frame as it is delivered. */
  readonly payload: (frame: Uint8Array) => Uint8Array;
  /** What is told of a packet's signal. */
  readonly signal: { readonly rssiDbm?: number; readonly snrDb?: number };
  /** Bytes on the air of a frame of so many bytes. */
  readonly onAirBytes: (frameBytes: number) => number;
  /** Absent: it takes no commands. */
  readonly commands?: {
    /** How the one begins that transmits. */
    readonly transmit: string;
    /** How one begins that may be refused. */
    readonly setting: string;
    /** Whether it refuses to transmit while it is busy. */
    readonly reportsBusy: boolean;
  };
  /** How long after a restart it may take until it is set up again, in milliseconds. */
  readonly recoverMs: number;
}

export const RAK3172: Make = {
  name: "rak3172",
  radio: RADIO,
  createProtocol: (radio) => new AtProtocol(rak3172Dialect(radio)),
  createModem: (ports) => new Rak3172Emulator(ports),
  dialects: ["rak-rui3-p2p", "rak-legacy-1.0.x-p2p", "rak-rui3-lorawan"],
  packet: (frame) => latin1Bytes(`+EVT:RXP2P:-99:7:${encodeHex(frame)}\r\n`),
  payload: (frame) => frame,
  signal: SIGNAL,
  onAirBytes: (bytes) => bytes,
  commands: { transmit: "AT+PSEND", setting: "AT+SYNCWORD=", reportsBusy: true },
  recoverMs: 20_000,
};

export const RYLR998: Make = {
  name: "rylr998",
  radio: RADIO,
  createProtocol: (radio) => new AtProtocol(rylr998Dialect(radio)),
  createModem: (ports) => new Rylr998Emulator(ports),
  dialects: ["reyax-rylr"],
  packet: (frame) => {
    const text = encodeArmour(frame);
    return latin1Bytes(`+RCV=1,${text.length},${text},-99,7\r\n`);
  },
  payload: (frame) => latin1Bytes(encodeArmour(frame)),
  signal: SIGNAL,
  onAirBytes: (bytes) => encodeArmour(new Uint8Array(bytes)).length + 8,
  commands: { transmit: "AT+SEND", setting: "AT+BAND=", reportsBusy: true },
  recoverMs: 5_000,
};

export const WIO_E5: Make = {
  name: "wio-e5",
  radio: RADIO,
  createProtocol: (radio) => new AtProtocol(wioE5Dialect(radio)),
  createModem: (ports) => new WioE5Emulator(ports),
  dialects: ["seeed-lora-e5-test", "seeed-lora-e5-lorawan"],
  packet: (frame) =>
    latin1Bytes(
      `+TEST: LEN:${frame.length}, RSSI:-99, SNR:7\r\n+TEST: RX "${encodeHex(frame)}"\r\n`,
    ),
  payload: (frame) => frame,
  signal: SIGNAL,
  onAirBytes: (bytes) => bytes,
  commands: { transmit: "AT+TEST=TXLRPKT", setting: "AT+TEST=RFCFG", reportsBusy: false },
  recoverMs: 65_000,
};

export const RN2483: Make = {
  name: "rn2483",
  radio: RADIO,
  createProtocol: (radio) => new AtProtocol(rn2483Dialect(radio)),
  createModem: (ports) => new Rn2483Emulator(ports),
  dialects: ["microchip-rn2483"],
  packet: (frame) => latin1Bytes(`radio_rx  ${encodeHex(frame)}\r\n`),
  payload: (frame) => frame,
  signal: SIGNAL,
  onAirBytes: (bytes) => bytes,
  commands: { transmit: "radio tx", setting: "radio set sf", reportsBusy: true },
  recoverMs: 5_000,
};

export const EBYTE_E22: Make = {
  name: "ebyte-e22",
  radio: { ...RADIO, frequencyHz: 867_125_000, spreadingFactor: 11, bandwidthHz: 500_000 },
  createProtocol: (radio) => new EbyteE22Protocol(radio),
  createModem: (ports) => new EbyteE22Emulator(ports),
  dialects: ["ebyte-e22"],
  packet: (frame) => Uint8Array.of(...frame, 256 + SIGNAL.rssiDbm),
  payload: (frame) => frame,
  signal: { rssiDbm: SIGNAL.rssiDbm },
  onAirBytes: (bytes) => bytes + EBYTE_E22_ADDED_BYTES,
  recoverMs: 0,
};

export const MAKES: readonly Make[] = [RAK3172, RYLR998, WIO_E5, RN2483, EBYTE_E22];

/** A module as new from the factory, on a wire. */
export function wired({ createProtocol, createModem, radio }: Make): Wire<ModemEmulator> {
  return new Wire(createProtocol(radio), createModem);
}

/** The same, set up. */
export function configured(make: Make): Wire<ModemEmulator> {
  const wire = wired(make);
  wire.start();
  wire.run(20_000);
  return wire;
}

/** How long one answer is on the air, in milliseconds. */
export function answerMs(make: Make): number {
  return timeOnAirUs(make.radio, make.onAirBytes(ANSWER.length)) / 1_000;
}

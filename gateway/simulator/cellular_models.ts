/** Makes of cellular modems that can be played, and habits that make life hard for their hosts. */
import type { SmsSubmit } from "../../devices/codecs/sms/tpdu.ts";

export interface CellularModel {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  /** Lines by which it starts, with how long after the start they come, in milliseconds. */
  readonly banner: readonly (readonly [afterMs: number, line: string])[];
  /** Answers of its own to commands of its own; `<sim>` and `<pin>` stand for the SIM's number and its attempts left. */
  readonly own: Readonly<Record<string, string>>;
}

export const CELLULAR_MODELS = {
  sim800: {
    manufacturer: "SIMCOM_Ltd",
    model: "SIMCOM_SIM800L",
    firmware: "Revision:1418B05SIM800L24",
    banner: [[0, "RDY"], [50, "+CFUN: 1"], [80, "+CPIN: READY"], [120, "Call Ready"], [
      150,
      "SMS Ready",
    ]],
    own: {
      "AT+CCID": "<sim>F",
      "AT+SPIC": "+SPIC: <pin>,10,0,10",
      "AT+CLTS=1": "",
      "AT+GSMBUSY=1": "",
    },
  },
  sim7600: {
    manufacturer: "SIMCOM INCORPORATED",
    model: "SIMCOM_SIM7600E-H",
    firmware: "+CGMR: LE20B04SIM7600M22",
    banner: [[0, "RDY"], [50, "+CPIN: READY"], [100, "SMS DONE"], [150, "PB DONE"]],
    own: { "AT+CCID": "+CCID: <sim>", "AT+SPIC": "+SPIC: <pin>,10,0,10", "AT+CLTS=1": "" },
  },
  ec25: {
    manufacturer: "Quectel",
    model: "EC25",
    firmware: "EC25EFAR06A06M4G",
    banner: [[0, "RDY"], [50, "+CPIN: READY"], [80, "+QUSIM: 1"], [120, "+QIND: SMS DONE"]],
    own: {
      "AT+QCCID": "+QCCID: <sim>",
      'AT+QPINC="SC"': '+QPINC: "SC",<pin>,10',
      'AT+QURCCFG="urcport","all"': "",
    },
  },
  "sara-r4": {
    manufacturer: "u-blox",
    model: "SARA-R410M-02B",
    firmware: "L0.0.00.00.05.08",
    banner: [[0, "+PBREADY"]],
    own: { "AT+CCID": "+CCID: <sim>", "AT+UPINCNT": "+UPINCNT: <pin>,3,10,10" },
  },
  e1752: {
    manufacturer: "huawei",
    model: "E1752",
    firmware: "11.126.16.00.00",
    banner: [[0, "^SYSSTART"], [60, "^SIMST: 1"], [90, "^SRVST: 2"]],
    own: { "AT^CURC=0": "", "AT^ICCID?": "^ICCID: <sim>" },
  },
  other: {
    manufacturer: "Example",
    model: "GX-100",
    firmware: "1.0",
    banner: [[0, "NORMAL POWER DOWN"]],
    own: { "AT+CCID": "<sim>", 'AT+CPINR="SIM PIN"': "+CPINR: SIM PIN,<pin>,3" },
  },
} as const satisfies Record<string, CellularModel>;
export type CellularModelName = keyof typeof CELLULAR_MODELS;

/** Habits of real modems and of oFono's simulated one, each of which has lost messages. */
export const CELLULAR_TRAPS = [
  "bare-at-fails", // AT alone is an error
  "no-cmee", // knows neither AT+CMEE nor AT+CPMS?
  "late-sim-answers", // AT+CPIN? and AT+COPS? are answered half a second late
  "late-storages", // the first commands about messages are +CMS ERROR: 314, SIM busy
  "empty-list-fails", // an empty storage is +CMS ERROR: 321
  "read-fails-twice", // AT+CMGR is answered by ERROR and by OK
  "list-fails", // AT+CMGL is an error; only single messages can be read
  "no-hints", // says nothing when a message comes
  "wrong-hints", // names the other storage, and −1 as the index
  "no-storages", // knows nothing of AT+CPMS
  "unnamed-storages", // does not say which storages it has
  "silent-refusals", // says nothing to what it does not know
  "full-storage", // the modem's own storage is full of drafts
  "restarts-once", // restarts in the middle of the first list
  "stores-reports", // keeps reports of sent messages instead of handing them over
  "double-ends", // ends lines with CR CR LF
  "forgets-pdu-mode", // shows texts instead of PDUs, before each second reading
  "glued-prompts", // a hint stands right behind the prompt for a message
  "echo", // repeats each command, even after echo was switched off
] as const;
export type CellularTrap = (typeof CELLULAR_TRAPS)[number];

/** What an emulated modem is like. */
export interface CellularOptions {
  readonly model?: CellularModelName;
  readonly traps?: Iterable<CellularTrap>;
  /** The SIM asks for it. */
  readonly pin?: string;
  /** Wearables send frames as text instead of as data. */
  readonly sendsText?: boolean;
  /** The time between two calls to its SIM, in milliseconds; undefined: no calls. */
  readonly calledEveryMs?: number;
  /** It takes the setting that refuses calls, but lets them ring. */
  readonly ringsAnyway?: boolean;
  /** Places for messages in its own storage; default: 23. */
  readonly slots?: number;
  /** Milliseconds since 1970; for time stamps and AT+CCLK?. */
  readonly unixMs?: () => number;
  /** Takes each message that the host sends. */
  readonly onSubmit?: (message: SmsSubmit) => void;
}

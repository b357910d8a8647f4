/**
 * How makes of cellular modems differ, as data. A modem identifies itself; an unknown make gets only the
 * commands of 3GPP TS 27.005 and 27.007.
 *
 * Sources: SIMCom SIM800, SIM7000 and SIM7600 AT command manuals; Quectel EC2x/EG2x and BG95 AT
 * command manuals; u-blox SARA AT command manual; Huawei E-series AT command manual.
 */
import { fieldsOf, numberIn } from "./fields.ts";

export interface CellularMake {
  readonly name: "simcom" | "quectel" | "u-blox" | "huawei" | "generic";
  /** How maker and model are recognised, in what AT+CGMI and AT+CGMM answer. */
  readonly recognisedBy: RegExp;
  /** Said once while it is set up; a refusal does not matter. */
  readonly preparations: readonly string[];
  /**
   * Has calls refused by the modem itself, until it restarts; a refusal of the command does not
   * matter. Absent: only ringing calls are hung up.
   */
  readonly refuseCalls?: string;
  /** Asks for the number of the SIM; each is tried until one is answered. */
  readonly simNumber: readonly string[];
  /** Asks how many attempts at the PIN are left, and where in the answer that stands. */
  readonly pinAttempts: {
    readonly command: string;
    readonly prefix: string;
    readonly field: number;
  };
  /** Asks for the time of the network; `isUtc`: the answer is in UTC though it has a zone. */
  readonly clock: { readonly command: string; readonly prefix: string; readonly isUtc: boolean };
}

const STANDARD_CLOCK = { command: "AT+CCLK?", prefix: "+CCLK:", isUtc: false };

const GENERIC: CellularMake = {
  name: "generic",
  recognisedBy: /^/,
  preparations: ["AT+CTZU=1"],
  simNumber: ["AT+CCID", "AT+ICCID"],
  pinAttempts: { command: 'AT+CPINR="SIM PIN"', prefix: "+CPINR:", field: 1 },
  clock: STANDARD_CLOCK,
};

const MAKES: readonly CellularMake[] = [
  {
    ...GENERIC,
    name: "simcom",
    recognisedBy: /simcom|\bSIM(?:800|900|868|70\d\d|75\d\d|76\d\d|A76)/i,
    // Sets the modem's clock from the network, without unsolicited lines about changes.
    preparations: ["AT+CLTS=1", "AT+CTZU=1"],
    refuseCalls: "AT+GSMBUSY=1",
    simNumber: ["AT+CCID", "AT+CICCID"],
    pinAttempts: { command: "AT+SPIC", prefix: "+SPIC:", field: 0 },
  },
  {
    ...GENERIC,
    name: "quectel",
    recognisedBy: /quectel|\b(?:EC2[0-9]|EG2[0-9]|EG9[0-9]|BG9[0-9]|BG77|UC20|M95)/i,
    // Without this the firmware chooses the port that unsolicited lines go to.
    preparations: [
      'AT+QURCCFG="urcport","all"',
      'AT+QCFG="urc/ri/smsincoming","pulse"',
      "AT+CTZU=1",
    ],
    // No `refuseCalls`: AT+QREFUSECS, which some of them have, refuses short messages by its other
    // value, and firmware does not agree on which of the two that is.
    simNumber: ["AT+QCCID", "AT+CCID"],
    pinAttempts: { command: 'AT+QPINC="SC"', prefix: "+QPINC:", field: 1 },
    // Its AT+CCLK is in UTC or in local time, whatever firmware and settings say.
    clock: { command: "AT+QLTS=1", prefix: "+QLTS:", isUtc: true },
  },
  {
    ...GENERIC,
    name: "u-blox",
    recognisedBy: /u-blox|\b(?:SARA|LARA|LISA|TOBY)-/i,
    pinAttempts: { command: "AT+UPINCNT", prefix: "+UPINCNT:", field: 0 },
  },
  {
    ...GENERIC,
    name: "huawei",
    recognisedBy: /huawei/i,
    // Silences the reports of signal and traffic, several each second.
    preparations: ["AT^CURC=0"],
    simNumber: ["AT^ICCID?", "AT+CCID"],
  },
];

/** The make that says these of itself. */
export function makeOf(manufacturer: string, model: string): CellularMake {
  const said = `${manufacturer} ${model}`;
  return MAKES.find(({ recognisedBy }) => recognisedBy.test(said)) ?? GENERIC;
}

/** How many attempts at the PIN are left; undefined: the answer does not say. */
export function attemptsIn(line: string, { pinAttempts }: CellularMake): number | undefined {
  if (!line.startsWith(pinAttempts.prefix)) return undefined;
  return numberIn(fieldsOf(line.slice(pinAttempts.prefix.length))[pinAttempts.field]);
}

/** The number of a SIM, 18 to 20 digits, in whatever words a make says it; undefined: none. */
export function simNumberIn(lines: readonly string[]): string | undefined {
  const match = lines.map((line) => /(?:^|[^0-9])(89\d{16,18})F?(?:[^0-9]|$)/.exec(line))
    .find((found) => found !== null);
  return match?.[1];
}

/** The modem started: its settings are lost. */
const STARTED = /^(?:RDY|APP RDY|\^SYSSTART|NORMAL POWER DOWN|POWERED DOWN|\+PACSP[01])$/;
/** Part of it became ready: what was refused before may work now. */
const READY =
  /^(?:SMS READY|CALL READY|SMS DONE|PB DONE|\+QIND: ?SMS DONE|\+PBREADY|\+AT: ?READY|\+CFUN: ?1|\+CPIN: ?READY)$/i;
const FULL = /^(?:\^SMMEMFULL|\+SMSFULL|\+CIEV: ?"?SMSFULL|\+QIND: ?"?SMSFULL)/i;
const HINT = /^\+(?:CMTI|CDSI):/;

/** What an unsolicited line means, other than those about the network. */
export function meaningOfUnasked(line: string): "started" | "ready" | "full" | "hint" | undefined {
  if (STARTED.test(line)) return "started";
  if (READY.test(line)) return "ready";
  if (FULL.test(line)) return "full";
  return HINT.test(line) ? "hint" : undefined;
}

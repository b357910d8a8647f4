/** What technicians do with modems: look, ask, set up, test. `gateway/modems/service` does it. */
import type { Author } from "../../db/store.ts";
import type { SettingReport } from "../../devices/modems/provisioning.ts";
import type { Result } from "../../devices/result.ts";
import type { SignalReport } from "../../devices/signal.ts";
import type { AccessTechnology } from "../../devices/modems/cellular/access_technology.ts";
import type { ModemState } from "../supervision/status.ts";

/** What a cellular modem says of its network and its SIM. */
export interface CellularInfo {
  /** A word for people: registered, searching, denied … */
  readonly registration: string;
  readonly isRegistered: boolean;
  readonly operator?: string;
  /** Absent: the modem does not say. */
  readonly technology?: AccessTechnology;
  /** How full its storages for messages are. */
  readonly storages: readonly {
    readonly storage: string;
    readonly used: number;
    readonly total: number;
  }[];
}

/** Since the gateway started; all are counts. */
export interface ModemTraffic {
  /** Frames and messages that it heard. */
  readonly heard: number;
  readonly sent: number;
  /** What was to be sent and was not, by the reason. */
  readonly unsent: Readonly<Record<string, number>>;
  /** Steps of recovery, and how often each was the one that helped. */
  readonly recovery: Readonly<Record<string, { readonly taken: number; readonly helped: number }>>;
}

/** A modem of the configuration. Times are RFC 3339. */
export interface ModemInfo {
  readonly name: string;
  /** In the configuration; may be `auto`. */
  readonly kind: string;
  /** What it was found to be. */
  readonly foundKind?: string;
  /** In the configuration. */
  readonly port: string;
  /** The name that its port is found by now. */
  readonly place: string;
  /** Absent: no gateway runs. */
  readonly state?: ModemState;
  /** Why it is lost. */
  readonly reason?: string;
  readonly model?: string;
  readonly firmware?: string;
  /** IMEI, DevEUI, UID: whatever the make has that is unique. */
  readonly serial?: string;
  /** Number of its SIM card. */
  readonly sim?: string;
  readonly radio?: Readonly<Record<string, string | number | undefined>>;
  /** Of a cellular modem, for people: registered with an operator, searching, denied. */
  readonly network?: string;
  /** Of a cellular modem that has been read. */
  readonly cellular?: CellularInfo;
  /** Its model can use no network but one of the second generation. */
  readonly isTwoGOnly?: true;
  readonly traffic?: ModemTraffic;
  /** Shares of what it may send within an hour, 0 to 1; absent: it has no limit. */
  readonly airtime?: { readonly total: number; readonly repeats: number };
  readonly lastHeardAt?: string;
  /** Of the frame that was heard last. */
  readonly signal?: SignalReport;
  /** Who had settings written to it last. */
  readonly lastChange?: { readonly at: string; readonly by: string; readonly done: boolean };
}

/** What is behind a port. */
export interface ProbeReport {
  readonly port: string;
  /** `not asked`: in transparent mode a question would go on the air. */
  readonly found: "modem" | "unknown" | "nobody" | "not asked";
  readonly kind?: string;
  readonly baud?: number;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
  /** For people: what it is, and what to do. */
  readonly text: string;
}

/** What is going to be written to a modem. */
export interface ProvisionPlan {
  readonly kind: string;
  /** By the keys of the configuration. */
  readonly radio: Readonly<Record<string, string | number>>;
  /** As it is said to the module, in order. */
  readonly settings: readonly string[];
}

/** What a modem was set to. */
export interface ProvisionReport {
  readonly port: string;
  readonly kind: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
  /** Every setting was taken, and none reads otherwise. */
  readonly done: boolean;
  readonly settings: readonly SettingReport[];
  readonly text: string;
}

/** One thing that was tried. */
export interface TestStep {
  readonly step: "settings" | "network" | "transmit" | "loop" | "signal";
  /** `unknown`: it could not be tried. */
  readonly result: "passed" | "failed" | "unknown";
  readonly text: string;
  readonly signal?: SignalReport;
  /** Of a loop: the modem that sent, and the one that was to hear it. */
  readonly loop?: { readonly from: string; readonly to: string };
}

export interface ModemTestReport {
  readonly modem: string;
  /** Nothing failed. */
  readonly passed: boolean;
  readonly steps: readonly TestStep[];
}

/** Why something could not be done, and what to do. */
export interface ModemServiceProblem {
  readonly code:
    | "unknown-modem"
    | "not-possible"
    /** An alarm was opened just now: no modem is made deaf. */
    | "alarm-open"
    /** The same was done to the modem just now. */
    | "too-often";
  readonly message: string;
  /** When to try again, in seconds. */
  readonly retryAfterS?: number;
  /** Nothing was done to the modem. */
  readonly isUntouched?: true;
}

export interface ProvisionRequest {
  readonly modem: string;
  /** Text of a profile in TOML; absent: what the configuration says. */
  readonly profile?: string;
  /** Pins or button of an Ebyte E22 are set to configuration mode. */
  readonly isInConfigurationMode: boolean;
  /** Who asks. */
  readonly by: Author;
}

export interface ModemTestRequest {
  readonly modem: string;
  /** Another modem that has to hear it, and to be heard by it. */
  readonly partner?: string;
  /** How long to wait for a wearable's frame, in milliseconds. */
  readonly listenMs: number;
  /** Who asks. */
  readonly by: Author;
}

/** Work on the modems of this gateway. While a port is asked or written to, nothing is heard there. */
export interface ModemService {
  modems(): ModemInfo[];
  probe(modem: string, by: Author): Promise<Result<ProbeReport, ModemServiceProblem>>;
  /** What `provision` would write by the configuration; undefined: nothing, as to a cellular modem. */
  plan(modem: string): ProvisionPlan | undefined;
  /** Reads the settings and compares them with the configuration; nothing is written. */
  readBack(modem: string, by: Author): Promise<Result<ProvisionReport, ModemServiceProblem>>;
  provision(request: ProvisionRequest): Promise<Result<ProvisionReport, ModemServiceProblem>>;
  test(request: ModemTestRequest): Promise<Result<ModemTestReport, ModemServiceProblem>>;
  /** Restarts a modem. */
  reset(
    modem: string,
    by: Author,
  ): Promise<Result<{ readonly modem: string }, ModemServiceProblem>>;
}

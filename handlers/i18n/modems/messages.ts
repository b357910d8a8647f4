import type { FrameOutcome } from "../../modems/heard_frames.ts";
import type { ModemServiceProblem, ProbeReport, TestStep } from "../../modems/modem_service.ts";
import type { SettingReport } from "../../../devices/modems/provisioning.ts";
import type { SignalReport } from "../../../devices/signal.ts";
import type { SetUpMessages } from "./set_up_messages.ts";

/** What a technician asks of a modem, with what happens then. */
interface ActWords {
  /** On the button or the link to its page. */
  readonly button: string;
  readonly hint: string;
}

/** Of work that is asked about before it is done. */
interface AskedActWords extends ActWords {
  /** `{}` stands for the modem. */
  readonly title: string;
  readonly consequence: string;
  readonly submit: string;
}

/** Of the ports of the box. */
export interface PortMessages {
  readonly title: string;
  readonly hint: string;
  readonly none: string;
  readonly port: string;
  readonly plugged: string;
  readonly modem: string;
  readonly heldBy: string;
  readonly thisGateway: string;
  /** No process that this gateway may see. */
  readonly free: string;
  /** ModemManager holds it, which asks every port. */
  readonly modemManager: string;
  readonly unconfigured: string;
  /** Leads to asking what is there. */
  readonly what: string;
}

/** Of networks that end. */
export interface TwoGMessages {
  readonly only: string;
  readonly onlyText: string;
  /** A modem that can do more uses 2G now. */
  readonly now: string;
  readonly nowText: string;
}

/** What is known of a modem. */
export interface ModemFactMessages {
  readonly state: string;
  readonly kind: string;
  readonly model: string;
  readonly firmware: string;
  readonly serial: string;
  readonly port: string;
  readonly place: string;
  readonly lastHeard: string;
  readonly never: string;
  readonly signal: string;
  readonly heard: string;
  readonly sent: string;
  readonly unsent: string;
  readonly airtime: string;
  /** `{}` stands for a percentage. */
  readonly airtimeUsed: string;
  readonly unlimited: string;
  readonly sim: string;
  readonly simState: string;
  readonly simReady: string;
  readonly simNotReady: string;
  readonly network: string;
  readonly operator: string;
  readonly technology: string;
  readonly storage: string;
}

/** What came of work. */
export interface WorkMessages {
  /** When, and who asked: `{}` stands for the name. */
  readonly by: string;
  readonly found: Readonly<Record<ProbeReport["found"], string>>;
  readonly configurationMode: string;
  readonly written: string;
  readonly wanted: string;
  readonly read: string;
  readonly comparison: string;
  readonly states: Readonly<Record<SettingReport["state"], string>>;
  readonly setUp: string;
  readonly notSetUp: string;
  readonly same: string;
  readonly otherwise: string;
  readonly mute: string;
  readonly passed: string;
  readonly failed: string;
  readonly step: string;
  readonly steps: Readonly<Record<TestStep["step"], string>>;
  readonly results: Readonly<Record<TestStep["result"], string>>;
  /** What to do about a step that did not pass. */
  readonly advice: Readonly<Record<TestStep["step"], string>>;
  /** `{}` stands for the modem that heard, then the one that sent. */
  readonly loop: string;
  readonly noLoop: string;
}

/** Of the receptions of a modem. */
export interface HeardMessages {
  readonly title: string;
  readonly hint: string;
  readonly none: string;
  readonly length: string;
  readonly outcome: string;
  readonly bytes: string;
  readonly outcomes: Readonly<Record<FrameOutcome, string>>;
  /** Why a frame was rejected, by the words of the store. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly again: string;
}

/** Of what was lost, recovered and changed. */
export interface HistoryMessages {
  readonly title: string;
  readonly none: string;
  readonly lost: string;
  readonly notRecovered: string;
  readonly recovered: string;
  /** `{}` stands for the name. */
  readonly changed: string;
  readonly changedInVain: string;
  readonly steps: string;
  readonly noSteps: string;
  readonly stepNames: Readonly<Record<string, string>>;
  readonly taken: string;
  readonly helped: string;
}

/** Of what was measured over time. */
export interface ModemPlotMessages {
  readonly title: string;
  readonly signal: string;
  readonly noise: string;
  /** Signal without its ratio to the noise. */
  readonly noiseInferred: string;
  readonly airtime: string;
  readonly traffic: string;
  readonly heard: string;
  readonly errors: string;
}

/** What people read of the pages of modems. */
export interface ModemMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly none: string;
  readonly all: string;
  readonly unknown: string;
  readonly ports: PortMessages;
  readonly twoG: TwoGMessages;
  readonly facts: ModemFactMessages;
  readonly verdicts: Readonly<Record<SignalReport["verdict"], string>>;
  readonly registrations: Readonly<Record<string, string>>;
  readonly work: string;
  readonly probe: ActWords;
  readonly readBack: ActWords;
  readonly provision: AskedActWords;
  readonly configurationMode: string;
  readonly test: ActWords & { readonly partner: string; readonly alone: string };
  readonly reset: AskedActWords;
  readonly cancel: string;
  readonly done: WorkMessages;
  /** Why something was not done; `{}` stands for how long to wait. */
  readonly problems: Readonly<Record<ModemServiceProblem["code"], string>>;
  readonly heard: HeardMessages;
  readonly history: HistoryMessages;
  readonly settings: string;
  readonly plots: ModemPlotMessages;
  readonly setUp: SetUpMessages;
}

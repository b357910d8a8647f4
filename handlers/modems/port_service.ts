/**
 * Serial ports of this box, and the modems at those that are in no configuration yet: what is
 * plugged in, who holds it, what it is, and setting it up. `gateway/modems/service` does it.
 */
import type { Author } from "../../db/store.ts";
import type { Result } from "../../devices/result.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ProbeReport,
  ProvisionPlan,
  ProvisionReport,
} from "./modem_service.ts";

/** A process that has a port open. */
export interface HoldingProcess {
  readonly pid: number;
  /** Its name, as `ModemManager`. */
  readonly command: string;
  /** It is this gateway. */
  readonly isThisGateway: boolean;
}

/** A serial port of this box. */
export interface PortInfo {
  /** The name to write into a configuration. */
  readonly port: string;
  /** As the kernel calls it now. */
  readonly device: string;
  /** As in `10c4:ea60`; absent: it is no USB adapter. */
  readonly usb?: string;
  /** What the adapter calls itself. */
  readonly product?: string;
  /** Of the adapter, not of the modem. */
  readonly adapterSerial?: string;
  readonly byId: readonly string[];
  readonly byPath: readonly string[];
  /** Processes of other users are seen by root alone: none does not say that it is free. */
  readonly heldBy: readonly HoldingProcess[];
  /** Name of the configured modem that is at it. */
  readonly modem?: string;
}

/** Why a profile cannot be written. */
export interface ProfileProblem {
  /** Key of the profile, as `radio.frequency_hz`; empty: the profile as a whole. */
  readonly key: string;
  /** What is wrong, then what to do. */
  readonly text: string;
}

/** A port that is in no configuration; any other is refused. */
export interface PortRequest {
  readonly port: string;
  /** Who asks. */
  readonly by: Author;
}

export interface PortProbeRequest extends PortRequest {
  /** It is said to be an Ebyte E22, its pins or button set to configuration mode. */
  readonly isInConfigurationMode: boolean;
}

export interface PortProvisionRequest extends PortProbeRequest {
  /** TOML. */
  readonly profile: string;
}

export interface PortTestRequest extends PortRequest {
  /** TOML: how the modem is set. */
  readonly profile: string;
  /** A configured modem that has to hear it, and to be heard by it. */
  readonly partner?: string;
  /** How long to wait for a wearable's frame, in milliseconds. */
  readonly listenMs: number;
}

/** Work on ports that no modem of the configuration is at. */
export interface PortService {
  /**
   * All that there are. Who holds them is found by looking through all processes.
   * @param mayBeOld Half a minute old will do, as for a page that reads itself again.
   */
  ports(mayBeOld?: boolean): Promise<readonly PortInfo[]>;
  /** What a profile would write, or all that is wrong with it. @param profile TOML. */
  plan(profile: string): Result<ProvisionPlan, readonly ProfileProblem[]>;
  probe(request: PortProbeRequest): Promise<Result<ProbeReport, ModemServiceProblem>>;
  provision(request: PortProvisionRequest): Promise<Result<ProvisionReport, ModemServiceProblem>>;
  test(request: PortTestRequest): Promise<Result<ModemTestReport, ModemServiceProblem>>;
}

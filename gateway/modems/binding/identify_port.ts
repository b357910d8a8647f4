/**
 * Finds out what is behind a port: asked as each make is asked, at its speed, until one answers as
 * only it does.
 *
 * In transparent mode a module would put the questions on the air, so a port whose module is known
 * to be transparent is never asked: the caller sees to that.
 */
import { identifyE22 } from "../../../devices/modems/ebyte_e22/setup.ts";
import {
  identificationOf,
  IDENTIFICATIONS,
  identify,
} from "../../../devices/modems/identification.ts";
import type { ModemIdentity, ModemKind } from "../../../devices/modems/modem.ts";
import { type OneShotPorts, runOneShot } from "./run_one_shot.ts";

/** What is behind a port. */
export type PortIdentity =
  | {
    readonly found: "modem";
    readonly kind: ModemKind;
    readonly baud: number;
    readonly identity: ModemIdentity;
    /** An Ebyte E22 that can be set up now, and neither hears nor sends. */
    readonly isInConfigurationMode?: true;
  }
  /** Something answers, and is of no make that was asked for. */
  | { readonly found: "unknown"; readonly said: string }
  | { readonly found: "nobody" };

/** Kinds that can be asked, in the order in which they are. */
export const ASKED_KINDS: readonly ModemKind[] = IDENTIFICATIONS.map(({ kind }) => kind);

/** The speed at which an Ebyte E22 is set up, whatever it is set to. */
export const E22_SETUP_BAUD = 9_600;

export interface IdentifyOptions {
  /** Asked in this order. */
  readonly kinds: readonly ModemKind[];
  /** Instead of each kind's own speed. */
  readonly baud?: number;
}

/**
 * Asks who is there. Nothing is changed by it.
 * @throws Error with what to do when the port cannot be opened.
 */
export async function identifyPort(
  path: string,
  options: IdentifyOptions,
  ports: OneShotPorts,
): Promise<PortIdentity> {
  let result: PortIdentity = { found: "nobody" };
  for (const kind of options.kinds) {
    const identification = identificationOf(kind);
    if (identification === undefined) continue;
    const baud = options.baud ?? identification.baud;
    const answer = await runOneShot(path, baud, identify(identification), ports);
    if (answer.found === "this make") {
      return { found: "modem", kind, baud, identity: answer.identity };
    }
    if (answer.found === "ebyte-e22 in configuration mode") return await askE22(path, ports);
    if (answer.found === "another") result = { found: "unknown", said: answer.said };
  }
  return result;
}

/** Asks an Ebyte E22 that is surely in configuration mode: anywhere else this goes on the air. */
export async function askE22(path: string, ports: OneShotPorts): Promise<PortIdentity> {
  const identity = await runOneShot(path, E22_SETUP_BAUD, identifyE22(), ports);
  return identity === undefined ? { found: "nobody" } : {
    found: "modem",
    kind: "ebyte-e22",
    baud: E22_SETUP_BAUD,
    identity,
    isInConfigurationMode: true,
  };
}

/** What is behind a port, in a technician's words. */
import type { ModemIdentity, ModemKind } from "../../../devices/modems/modem.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { ProbeReport } from "../../../handlers/modems/modem_service.ts";
import { askE22, ASKED_KINDS, identifyPort, type PortIdentity } from "../binding/identify_port.ts";
import type { OneShotPorts } from "../binding/run_one_shot.ts";

export interface ProbeRequest {
  readonly path: string;
  /** What it is said or remembered to be; undefined: it is not known. */
  readonly kind: ModemKind | undefined;
  /** Undefined: each kind's own. */
  readonly baud: number | undefined;
  /** Pins or button of an Ebyte E22 are set so. */
  readonly isInConfigurationMode: boolean;
}

/** Asks who is there, unless a question could go on the air. */
export async function probePort(request: ProbeRequest, ports: OneShotPorts): Promise<ProbeReport> {
  const { baud, isInConfigurationMode, kind, path: port } = request;
  if (isInConfigurationMode) return toReport(port, await askE22(port, ports));
  if (kind === "ebyte-e22") return { port, found: "not asked", kind, text: NOT_ASKED };
  const kinds = [...new Set(kind === undefined ? ASKED_KINDS : [kind, ...ASKED_KINDS])];
  return toReport(port, await identifyPort(port, { kinds, ...defined({ baud }) }, ports));
}

const NOT_ASKED = "an Ebyte E22, as is said: in transparent mode it puts every question on the " +
  "air, so nothing was asked; set its pins to configuration mode and say --config-mode";

const NO_ANSWER = "nothing answers: check power, cable and speed; an Ebyte E22 answers only in " +
  "configuration mode (--config-mode)";

function toReport(port: string, answer: PortIdentity): ProbeReport {
  switch (answer.found) {
    case "modem": {
      const { baud, found, identity, isInConfigurationMode, kind } = answer;
      const mode = isInConfigurationMode ? ", in configuration mode: it hears nothing" : "";
      return { port, found, kind, baud, ...identity, text: describe(kind, identity) + mode };
    }
    case "unknown":
      return {
        port,
        found: answer.found,
        text: `it answers "${answer.said}", as no known make does`,
      };
    case "nobody":
      return { port, found: answer.found, text: NO_ANSWER };
  }
}

function describe(kind: ModemKind, { firmware, model, serial }: ModemIdentity): string {
  return [
    `${kind}: ${model ?? "model unknown"}`,
    `firmware ${firmware ?? "unknown"}`,
    `serial number ${serial ?? "unknown"}`,
  ].join(", ");
}

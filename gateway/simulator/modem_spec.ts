/**
 * Modems as they are named on the command line: a kind, and for a cellular one which make it is and
 * what habits it has.
 *
 *     rak3172            cellular            cellular:ec25+late-sim-answers+text
 */
import { fail, ok, type Result } from "../../devices/result.ts";
import { defined } from "../../devices/tools/defined.ts";
import {
  CELLULAR_MODELS,
  CELLULAR_TRAPS,
  type CellularModelName,
  type CellularOptions,
  type CellularTrap,
} from "./cellular_models.ts";
import { SIMULATED_KINDS, type SimulatedKind } from "./simulated_modem.ts";

/** One modem to play. */
export interface ModemSpec {
  readonly kind: SimulatedKind;
  /** What a cellular one is like. */
  readonly cellular?: CellularOptions;
}

/** Says that wearables write texts. */
const TEXT = "text";
/** Option of a specification: calls to its SIM ring. */
const CALLED = "called";
const CALLED_EVERY_MS = 15_000;
const MODELS = Object.keys(CELLULAR_MODELS);
const WORDS: readonly string[] = [...MODELS, ...CELLULAR_TRAPS, TEXT, CALLED];

/** Reads one; the error says what was not understood and what there is. */
export function readModemSpec(text: string): Result<ModemSpec, string> {
  const [kind = "", ...rest] = text.trim().split(":");
  if (!isSimulated(kind) || (kind !== "cellular" && rest.length > 0)) {
    return fail(`"${text}": this version plays ${SIMULATED_KINDS.join(", ")}`);
  }
  const words = rest.join(":").split("+").filter((word) => word !== "");
  const unknown = words.find((word) => !WORDS.includes(word));
  if (unknown !== undefined) {
    return fail(`"${unknown}" of a cellular modem: there are ${WORDS.join(", ")}`);
  }
  return ok(words.length === 0 ? { kind } : { kind, cellular: optionsOf(words) });
}

function optionsOf(words: readonly string[]): CellularOptions {
  const model = words.find((word): word is CellularModelName => MODELS.includes(word));
  return defined({
    model,
    traps: CELLULAR_TRAPS.filter((trap: CellularTrap) => words.includes(trap)),
    sendsText: words.includes(TEXT),
    calledEveryMs: words.includes(CALLED) ? CALLED_EVERY_MS : undefined,
  });
}

function isSimulated(kind: string): kind is SimulatedKind {
  return (SIMULATED_KINDS as readonly string[]).includes(kind);
}

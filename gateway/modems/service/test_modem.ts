/** Tries a modem out, whatever it carries. */
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { Clock } from "../../../devices/time.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ModemTestRequest,
} from "../../../handlers/modems/modem_service.ts";
import { LoraSession } from "../session/lora_session.ts";
import type { Modems } from "../modems.ts";
import { findBench, knownKind, notPossible } from "./find_modem.ts";
import { tryCellular } from "./test_cellular.ts";
import { type TriedModem, tryLora } from "./test_lora.ts";

/**
 * Tries one of these modems out, with another if the request names one.
 * @param stop Ends what waits.
 */
export async function tryModem(
  modems: Modems,
  { listenMs, modem, partner }: ModemTestRequest,
  clock: Clock,
  stop: AbortSignal,
): Promise<Result<ModemTestReport, ModemServiceProblem>> {
  const cellular = modems.cellular.find(({ name }) => name === modem);
  if (cellular !== undefined) return ok(await tryCellular(cellular, stop));
  const tried = loraModem(modems, modem);
  if (!tried.ok) return tried;
  const other = partner === undefined ? undefined : loraModem(modems, partner);
  if (other?.ok === false) return other;
  return ok(
    await tryLora(tried.value, other?.value, listenMs, {
      clock,
      loops: modems.loops,
      lastHeard: (name) => modems.lastHeard(name),
      stop,
    }),
  );
}

function loraModem(modems: Modems, modem: string): Result<TriedModem, ModemServiceProblem> {
  const bench = findBench(modems, modem);
  if (!bench.ok) return bench;
  const { config, session } = bench.value;
  if (config.radio === undefined || !(session instanceof LoraSession)) {
    return fail(notPossible(`"${modem}" has no [modem.radio]: only LoRa modems hear each other`));
  }
  const tellsSettings = knownKind(modems, config) !== "ebyte-e22";
  return ok({ session, modulation: config.radio, tellsSettings });
}

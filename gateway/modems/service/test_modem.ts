/** Tests a modem of any sort. */
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { Clock } from "../../../devices/time.ts";
import type {
  ModemServiceProblem,
  ModemTestReport,
  ModemTestRequest,
} from "../../../handlers/modems/modem_service.ts";
import { LoraSession } from "../session/lora_session.ts";
import type { Modems } from "../modems.ts";
import { findModem, notPossible } from "./find_modem.ts";
import { testCellular } from "./test_cellular.ts";
import { type TestedModem, testLora } from "./test_lora.ts";

/**
 * Tests one of these modems, with another if the request names one.
 * @param stop Ends what waits.
 */
export async function testModem(
  modems: Modems,
  { listenMs, modem, partner }: ModemTestRequest,
  clock: Clock,
  stop: AbortSignal,
): Promise<Result<ModemTestReport, ModemServiceProblem>> {
  const cellular = modems.cellular.find(({ name }) => name === modem);
  if (cellular !== undefined) return ok(await testCellular(cellular, stop));
  const tested = loraModem(modems, modem);
  if (!tested.ok) return tested;
  const other = partner === undefined ? undefined : loraModem(modems, partner);
  if (other?.ok === false) return other;
  return ok(await testLora(tested.value, other?.value, listenMs, { clock, modems, stop }));
}

/** One of these modems that carries frames, or why it is none. */
export function loraModem(modems: Modems, modem: string): Result<TestedModem, ModemServiceProblem> {
  const found = findModem(modems, modem);
  if (!found.ok) return found;
  const { config, session } = found.value;
  if (config.radio === undefined || !(session instanceof LoraSession)) {
    return fail(notPossible(`"${modem}" has no [modem.radio]: only LoRa modems hear each other`));
  }
  const reportsSettings = modems.knownKind(modem) !== "ebyte-e22";
  return ok({ session, modulation: config.radio, reportsSettings });
}

import { setDrill } from "../../handlers/ingest/drills.ts";
import type { Intake } from "./intake.ts";

/** Begins a drill of a wearable as a technician does. */
export async function beginDrill(
  { clock, store }: Pick<Intake, "clock" | "store">,
  minutes = 30,
  uid = "d-test",
  by = "trainer",
): Promise<void> {
  const device = store.read.devices.byUid(uid)!;
  const gateway = { zone: "5415", name: "gw-1" };
  await setDrill({ store, clock, gateway }, { device, minutes, by });
}

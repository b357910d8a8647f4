/** A store as it is after a life: events of many wearables, all delivered, every index as it grew. */
import { Connection } from "../../db/sqlite/connection.ts";
import { BenchIntake } from "./intake.ts";
import { benchIdentities, FrameSource } from "./wearables.ts";

/** Frames taken before the writer has stored what was taken. */
const PIECE = 2_000;

/**
 * Fills a new store by the gateway's own intake and has everybody confirm all of it.
 * @returns Its wearables, each with frames that go on where those stored end.
 */
export async function fillLikeALife(
  path: string,
  { devices, events }: { readonly devices: number; readonly events: number },
  onProgress: (done: number) => void,
): Promise<FrameSource[]> {
  const identities = benchIdentities(devices);
  const sources = identities.map((identity) => new FrameSource(identity));
  {
    await using intake = await BenchIntake.open(path, identities);
    for (let done = 0; done < events; done += PIECE) {
      const count = Math.min(PIECE, events - done);
      const frames = Array.from(
        { length: count },
        (_, n) => sources[(done + n) % devices]!.position(),
      );
      await intake.takeAll(frames);
      onProgress(done + count);
    }
  }
  confirmAll(path);
  return sources;
}

/** What every lane owes is delivered. */
export function confirmAll(path: string): void {
  using connection = new Connection(path, "write");
  connection.run(
    `update lane set (watermark, offered, delivered) =
       (select n, n, n - since from (select coalesce(max(ordinal), since) as n
                                     from event e where e.lane = lane.lane))`,
  );
  connection.checkpoint();
}

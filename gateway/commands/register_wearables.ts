import { DirectStore, ownAct } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { WearableIdentity } from "../simulator/wearable.ts";
import { withStore } from "./open_store.ts";
import { report } from "./output.ts";

/**
 * Makes simulated wearables known to a gateway and assigns them, as `vigil device add` and
 * `vigil device assign` would. Those it knows already stay as they are.
 * @returns False when that is not possible; the reason has been reported.
 */
export async function registerWearables(
  config: string,
  identities: readonly WearableIdentity[],
): Promise<boolean> {
  const status = await withStore({ config }, async (store) => {
    for (const identity of identities) {
      if (!await register(store, identity)) return 1;
    }
    return 0;
  });
  return status === 0;
}

async function register(store: DirectStore, identity: WearableIdentity): Promise<boolean> {
  const { uid, kid, rootKey, epoch } = identity;
  const atUnixMs = Date.now();
  const actor = { by: ownAct("simulate"), atUnixMs };
  const device = { uid, kid, rootKey, epoch, createdAtUnixMs: atUnixMs };
  if (await store.write("issueDevice", { device, by: actor.by })) {
    const change = { what: "assigned", reference: `SIMULATED/${uid}` } as const;
    return await store.write("changeDevice", { ...actor, uid, change }) === "done";
  }
  if (isKnown(store, identity)) return true;
  report(
    `Cannot register "${uid}": the gateway knows another device of that name. Use the --state FILE ` +
      "of the simulation that it was registered by, or another gateway.data_dir",
  );
  return false;
}

/** Whether the gateway has this wearable with the same key. */
function isKnown({ read }: DirectStore, { uid, kid, rootKey }: WearableIdentity): boolean {
  const keys = read.devices.keys(read.devices.byUid(uid)!.number);
  return keys.some((key) => key.kid === kid && encodeHex(key.rootKey) === encodeHex(rootKey));
}

import { StoreError } from "../../db/store.ts";

/** What a read of the store gives; where the disk does not give it, what an alarm can go on with. */
export function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof StoreError) return otherwise;
    throw cause;
  }
}

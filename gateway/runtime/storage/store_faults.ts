import type { StoreWatcher } from "../../../db/store.ts";

/** Hands faults of the store on to its listeners. It is made before the store. */
export class StoreFaults implements StoreWatcher {
  readonly #listeners: StoreWatcher[] = [];

  listen(listener: StoreWatcher): void {
    this.#listeners.push(listener);
  }

  readonly onFault: NonNullable<StoreWatcher["onFault"]> = (...fault) => {
    for (const listener of this.#listeners) listener.onFault?.(...fault);
  };

  readonly onReplaced: NonNullable<StoreWatcher["onReplaced"]> = (...replaced) => {
    for (const listener of this.#listeners) listener.onReplaced?.(...replaced);
  };
}

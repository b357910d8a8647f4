import type { StoreWatcher } from "../../../db/store.ts";

/** Is there before the store, which tells it of the disk; whoever has to know listens to it. */
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

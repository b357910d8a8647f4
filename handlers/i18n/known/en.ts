import type { KnownMessages } from "./messages.ts";

/** English. */
export const known: KnownMessages = {
  title: "How it is known",
  ways: {
    key: "proved by the key of the wearable",
    network: "said by a modem or a network",
    person: "said by dispatch or a person",
    gateway: "recorded by this gateway",
    inferred: "inferred",
  },
};

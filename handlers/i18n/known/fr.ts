import type { KnownMessages } from "./messages.ts";

/** French. */
export const known: KnownMessages = {
  title: "Comment nous le savons",
  ways: {
    key: "prouvé par la clé de l’appareil",
    network: "dit par un modem ou un réseau",
    person: "dit par la centrale ou par une personne",
    gateway: "enregistré par cette passerelle",
    inferred: "déduit",
  },
};

import type { KnownMessages } from "./messages.ts";

/** Dutch. */
export const known: KnownMessages = {
  title: "Hoe we het weten",
  ways: {
    key: "bewezen door de sleutel van het toestel",
    network: "gezegd door een modem of een netwerk",
    person: "gezegd door de meldkamer of een persoon",
    gateway: "door deze gateway zelf opgetekend",
    inferred: "afgeleid",
  },
};

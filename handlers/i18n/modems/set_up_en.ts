import type { SetUpMessages } from "./set_up_messages.ts";

/** English. */
export const setUp: SetUpMessages = {
  title: "Set up a modem",
  intro: "Step by step: which port, what is there, what it is to be set to, written, read back.",
  steps: ["Port", "What is there", "Settings", "Write", "Configure"],
  noPorts:
    "No port is free: plug the modem in, and open this page again. What is configured already is on its own page.",
  choosePort: "Which port?",
  make: "What may be there?",
  anyMake: "Any make: ask",
  anyMakeHint: "Questions that change nothing; it takes up to five seconds.",
  ebyte: "An Ebyte E22, set to configuration mode",
  ebyteHint:
    "M0 low and M1 high, or its button held until the LED is red. In transparent mode every question would go on the air: never choose the other for an E22.",
  ask: "What is it?",
  again: "Ask again",
  another: "Another port",
  notAsked: "The port was not asked since the gateway started: ask what is there.",
  settings: "What is it to be set to?",
  sameAs: "Filled in as {} is set: all wearables of a gateway are on one setting.",
  usual: "Filled in with the usual settings: the sub-band with the most air time.",
  name: "Name in the configuration",
  nameHint: "Letters, digits, dots, dashes or underscores, such as lora-2.",
  fields: {
    frequency_hz: { label: "Frequency in Hz", hint: "869525000 has the most air time in Europe." },
    spreading_factor: { label: "Spreading factor", hint: "5 to 12; 9 carries through houses." },
    bandwidth_hz: { label: "Bandwidth in Hz", hint: "125000, 250000 or 500000." },
    coding_rate: { label: "Coding rate", hint: "5 is 4/5, 8 is 4/8." },
    sync_word: { label: "Sync word", hint: "0 to 255; 18 for private networks." },
    network_id: { label: "Network ID", hint: "3 to 15, or 18." },
    pin_file: {
      label: "File that holds the PIN of the SIM",
      hint: "Such as /etc/vigil/pin, mode 600. Write none for a SIM that does not ask.",
    },
  },
  next: "Next: see what will be written",
  wrongName:
    "A name is letters, digits, dots, dashes or underscores, beginning with a letter or digit.",
  takenName: "There is a modem of this name already.",
  noNumber: "Write a whole number.",
  wrongValue: "This value is not possible here.",
  wrongPath: "Write an absolute path, beginning with /, or none.",
  planTitle: "This will be written",
  plan:
    "In this order; each is read back and compared. The modem keeps them, or is set up at each start.",
  write: "Write and read back",
  change: "Change the settings",
  nothingWritten:
    "Nothing was written yet: the modem was not set up since the gateway started. Go on at the step before.",
  cellular: "A cellular modem is set up by the gateway at each start: nothing is written now.",
  resultTitle: "What was written, and how it reads",
  writeAgain: "Write again",
  ebyteBack: "Now set M0 and M1 low, or press its button until the LED is green.",
  test: "Test it",
  testHint: "Sends one frame, and listens ten seconds for a wearable.",
  block: "For the configuration",
  blockHint:
    "The gateway does not write its own configuration. Put this into vigil.toml, run vigil check, and restart the gateway: from then on it listens through this modem.",
  copy: "Copy",
  copied: "Copied",
};

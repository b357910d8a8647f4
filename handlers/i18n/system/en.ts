import type { SystemMessages } from "./messages.ts";

/** English. */
export const system: SystemMessages = {
  title: "System",
  back: "Back to the system",
  cancel: "Cancel",
  findings: {
    title: "What the doctor finds",
    looked: "Looked at",
    again: "Look again",
    looking: "The box is being looked at. Open this page again in a few seconds.",
    counts: "{bad} wrong · {warning} warnings · {good} good",
    good: "What is good",
  },
  facts: {
    title: "At a glance",
    version: "Version",
    uptime: "Running for",
    clock: "Clock",
    clocks: {
      ntp: "kept right over the network",
      cellular: "by the cellular network",
      unsynchronised: "not kept right",
    },
    newest: "Newest event",
    free: "Free on the disk",
    waiting: "Changes that wait for the disk",
    audit: "Newest entry of the audit log",
    people: "People who can sign in",
    tokens: "Valid tokens of programs",
    backup: "Newest backup",
    none: "none",
  },
  rejected: {
    title: "Rejected frames and attacks",
    intro:
      "What was heard and became no event. Each is counted; the newest of each reason are kept. What is in them is not shown here: it may hold places.",
    counts: "Since the store was made",
    reason: "Reason",
    modem: "Modem",
    count: "Frames",
    newest: "Newest",
    reasons: {
      armour: "A text that should carry a frame, and does not",
      length: "A length that no message has",
      unsupported: "A version or type that this gateway does not know",
      "unknown-device": "Of a wearable that is not registered here, or of another zone",
      "bad-tag": "Not made with the key of the wearable: forged, damaged, or an old key",
      "replay-suspected": "Far too old: probably recorded and played again",
      stale: "Overtaken by a newer message, or about no open alarm",
      "bad-checksum": "Damaged on its way",
      malformed: "Of a known format, and not written as it must be",
      truncated: "Cut off",
      "disk-full": "Not kept: the disk was full",
    },
    otherReason: "Not understood",
    filter: "Choose",
    any: "any",
    show: "Show",
    none: "None of these is kept.",
    signal: "Signal",
    from: "Belongs to",
    unknown: "unknown",
  },
  attacks: {
    title: "Suspected attacks",
    intro: "Events that say that a person may be trying to forge, jam or get in.",
    none: "None among the latest events.",
    meanings: {
      "bad-tags": [
        "Many frames that were made without the key of a wearable: a person tries to forge alarms, or a wearable has a wrong key.",
        "Look below whether they come by one modem and with a strong signal: then the sender is near. Issue a wearable that has a wrong key again.",
      ],
      "unproved-alarms": [
        "Many alarms whose sender nothing proves, within a minute.",
        "Check with the people concerned. Anyone can send under another's number.",
      ],
      replay: [
        "One message was heard again and again, more often than a wearable repeats it.",
        "It does no harm: it counts once. Look at who is near that modem, if it goes on.",
      ],
      "replay-suspected": [
        "A message was played again, long after its time.",
        "It was not taken. Look at who is near, if it goes on.",
      ],
      "jamming-suspected": [
        "The radio hears noise, or no wearable at all any more.",
        "Check the antenna. If it is in order, a jammer may be near: report it, and warn those who rely on wearables here.",
      ],
      "wrong-receipt-hash": [
        "Dispatch confirmed an alarm that is not the one that was sent.",
        "Ask dispatch which program wrote the receipt, and whether it was changed.",
      ],
      "credentials-guessed": [
        "Many requests with tokens that do not hold.",
        "If a program still uses an old token, give it a new one. Otherwise close the API to that address.",
      ],
      "sign-in-guessed": [
        "Many attempts to sign in with wrong passwords.",
        "Ask the owner of the account. Passwords are slowed down by themselves; close the pages to that network if it goes on.",
      ],
      "clock-step": [
        "The clock of the box was moved by minutes or more.",
        "Check the clock and its source of time: a wrong time makes reports worthless.",
      ],
      "modem-replaced": [
        "Another modem is plugged in than before.",
        "If nobody of yours exchanged it, look at the box.",
      ],
      "sim-replaced": [
        "Another SIM card is in the modem than before.",
        "If nobody of yours exchanged it, look at the box.",
      ],
      security: [
        "Something that should not be happened.",
        "Read the event, and ask the person who maintains the gateway.",
      ],
      "attack-suspected": [
        "Many messages that are not as wearables send them.",
        "Look below what they are and by which modem they come.",
      ],
    },
  },
  tokens: {
    title: "Tokens of programs",
    intro:
      "A program proves itself by a token: dispatch that fetches alarms, monitoring, reports. It is shown once, when it is made.",
    none: "There is no valid token.",
    name: "Name",
    nameHint: "Which program uses it, as in dispatch-5415.",
    role: "Role",
    stream: "Stream",
    streamHint: "Which destination of type stream a dispatch program fetches; of other roles none.",
    noStream: "none",
    days: "Days until it ends",
    daysHint: "1 to 3650.",
    ends: "Ends",
    never: "never",
    owner: "Personal, of",
    make: "Make the token",
    monitor: "monitoring",
    dispatch: "dispatch",
    fresh: "New token",
    once:
      "Copy it into the program now: it is not shown again. Who has it may do what its role may do.",
    revoke: {
      title: "Revoke {}?",
      consequence:
        "The program that uses it is refused from then on. If dispatch fetches alarms with it, alarms no longer reach dispatch this way. It cannot be taken back.",
      submit: "Revoke",
    },
    unknown: "There is no valid token of a program here. It may have been revoked already.",
    problems: {
      name: "A name has 1 to 64 characters, all of which are seen.",
      taken: "A valid token or an account has this name: choose another one.",
      role: "Choose a role.",
      stream: "Choose the stream that the dispatch program fetches.",
      "no-stream": "Only a token of dispatch has a stream: choose none.",
      days: "Enter a whole number from 1 to 3650.",
      "not-kept": "The store did not take it: nothing was changed. Try again.",
      form: "The form did not arrive whole: nothing was changed. Try again.",
    },
  },
  backups: {
    title: "Backups",
    intro:
      "A backup holds the keys of all wearables: it never goes through the browser. Fetch its file from the box and keep it as carefully as the gateway.",
    notSet:
      "The configuration names no folder for backups: set dir in [backup], best on another disk, and restart the gateway.",
    folder: "Folder on the box:",
    none: "There is no backup yet.",
    name: "File",
    size: "Size",
    make: "Back up now",
    making: "A backup is being made; it is listed once it was read back whole.",
    check: "Check",
    whole: "read back whole when it was made",
    failed: "The backup was not made: {}",
    checked: "{} was read again from beginning to end: it is whole.",
    unknown: "There is no such backup. It may have been removed by a newer one.",
    restore: {
      title: "Restore {}",
      consequence:
        "The store of this gateway is set aside, and this backup takes its place. What was revoked, retired or ended since then stays ended; events since then are saved from the old store at the next start, as far as it can be read. While the gateway is stopped no alarm is heard: agree on it with dispatch first.",
      submit: "Check it and show the commands",
      confirm: "Type {} to go on",
      wrong: "That is not the name of this gateway.",
      ready: "The backup is whole. Type these commands on the box:",
      why:
        "A gateway that runs cannot exchange the store under itself without risking alarms: so it is done at the box, in these steps.",
    },
  },
};

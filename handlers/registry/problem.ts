/** Why something cannot be done about a wearable. */
export interface DeviceProblem {
  readonly code:
    | "unknown-device"
    | "uid-taken"
    | "invalid-request"
    | "device-retired"
    | "not-assigned"
    | "no-end"
    | "no-key"
    | "last-generation"
    | "alarm-open"
    | "device-in-use";
  /** What was being done, the state, what to do next. */
  readonly message: string;
}

/** What was being done, as its problem says it. */
export type Doing =
  | "assign"
  | "extend"
  | "suspend"
  | "resume"
  | "change"
  | "rotate the key of"
  | "retire"
  | "swap";

/** There is no wearable of a UID. */
export function unknownDevice(uid: string): DeviceProblem {
  return {
    code: "unknown-device",
    message:
      `Cannot find the device "${uid}": see "vigil device list", or add it with "vigil device add"`,
  };
}

/** The text of a problem that does not depend on more than what was done to whom. */
export function problemOf(
  code: keyof typeof STATES,
  doing: Doing,
  uid: string,
): DeviceProblem {
  return { code, message: `Cannot ${doing} "${uid}": ${STATES[code]}` };
}

const STATES = {
  "device-retired": "it is retired and its key is gone: issue the wearable again under another UID",
  "not-assigned": 'it serves no file: link it to one with "vigil device assign"',
  "no-key": "it has no VF1 key that could be followed by another",
  "last-generation": "255 is the last key generation: retire it, and issue it under another UID",
  "device-in-use": "it serves a file already: choose one that is not assigned",
  "alarm-open": "an alarm of it is open: close the incident first",
} as const;

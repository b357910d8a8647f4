/** The first byte of a plaintext: what kind of message it is (VF1 frame, "Types and bodies"). */

/** What wearables send. */
export const UP_TYPE = {
  "heartbeat": 0,
  "panic": 1,
  "position": 2,
  "cancel": 3,
  "status": 4,
  "test": 5,
  "rekey-ok": 6,
} as const;
export type UpTypeName = keyof typeof UP_TYPE;
export type UpType = (typeof UP_TYPE)[UpTypeName];

/** What the gateway answers. */
export const DOWN_TYPE = {
  "stored": 8,
  "received": 9,
  "accepted": 10,
  "underway": 11,
  "closed": 12,
  "rekey": 13,
  "config": 14,
} as const;
export type DownTypeName = keyof typeof DOWN_TYPE;
export type DownType = (typeof DOWN_TYPE)[DownTypeName];

const UP_NAMES = namesOf(UP_TYPE);
const DOWN_NAMES = namesOf(DOWN_TYPE);

/** The name of a type that goes up; undefined for any other byte. */
export function upTypeName(type: number): UpTypeName | undefined {
  return UP_NAMES.get(type);
}

/** The name of a type that goes down; undefined for any other byte. */
export function downTypeName(type: number): DownTypeName | undefined {
  return DOWN_NAMES.get(type);
}

function namesOf<Name extends string>(
  types: Readonly<Record<Name, number>>,
): ReadonlyMap<number, Name> {
  return new Map((Object.keys(types) as Name[]).map((name) => [types[name], name]));
}

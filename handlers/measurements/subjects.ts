/** What a wearable's signal at one modem is recorded as: `wearable/<uid>/<modem>`. */
export function heardSubject(uid: string, modem: string): string {
  return `wearable/${uid}/${modem}`;
}

/** The modem in what `heardSubject` made of this wearable. */
export function modemOfSubject(subject: string, uid: string): string {
  return subject.slice(`wearable/${uid}/`.length);
}

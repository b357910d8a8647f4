/**
 * What a modem says of telephone calls. Nothing is ever dialled here, so none of it ends a command:
 * whoever telephones the SIM, or hangs up, could else end one that is still being answered.
 *
 * Sources: ITU-T V.250, section 5.7.1; 3GPP TS 27.007, sections 6.11 (`+CRING`), 7.6 to 7.30
 * (`+CLIP`, `+CCWA`, `+CDIP`, `+CNAP`); the makers' own words for the same.
 */

const RINGING = /^(?:RING|\+CRING:.*)$/;
const ABOUT_CALLS = new RegExp(
  [
    "RING|NO CARRIER|BUSY|NO ANSWER|NO DIAL ?TONE|CONNECT(?: .*)?",
    String.raw`\+(?:CRING|CLIP|COLP|CDIP|CNAP|CCWA):.*`,
    // SIMCom, then Huawei.
    "MISSED_CALL: ?.*|VOICE CALL: ?(?:BEGIN|END).*",
    String.raw`\^(?:ORIG|CONF|CONN|CEND):.*`,
  ].map((words) => `^(?:${words})$`).join("|"),
);

/** True for a line about a telephone call, which belongs to no command. */
export function isAboutCalls(line: string): boolean {
  return ABOUT_CALLS.test(line);
}

/** True for a line that says that somebody telephones the SIM now. */
export function isRinging(line: string): boolean {
  return RINGING.test(line);
}

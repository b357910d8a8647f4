import type { PeopleMessages } from "./messages.ts";

/** English. */
export const people: PeopleMessages = {
  title: "People",
  none: "Nobody has an account yet.",
  nameHint: "Lower-case letters, digits, full stops, hyphens; 64 characters at most. It stays.",
  fullName: "Full name",
  fullNameHint: "As colleagues know this person. It stands beside everything that is done.",
  roleHints: {
    operator: "sees alarms and positions, and handles incidents",
    technician: "sees and changes wearables and modems",
    auditor: "reads and checks the audit log",
    admin: "adds people and decides what each may do",
  },
  rolesConsequence: "Holds at once, on pages that are open as well. The person stays signed in.",
  renameConsequence:
    "Shown everywhere from now on. In the audit log, the name to sign in with leads to the account; it stays.",
  save: "Save",
  state: "Account",
  states: { active: "active", notSetUp: "not set up yet", disabled: "disabled" },
  secondFactor: "Second factor",
  yes: "yes",
  no: "no",
  lastSignIn: "Last sign-in",
  openSessions: "Signed in",
  authenticatorApp: "Authenticator app",
  change: "Change",
  add: {
    name: "Add a person",
    title: "Add a person",
    consequence:
      "You get a one-time code to hand over. With it the person chooses a password and a second factor; until then nobody can sign in under this name.",
    submit: "Add and show the code",
  },
  reset: {
    name: "Reset…",
    title: "Reset the sign-in?",
    consequence:
      "Password, second factor, passkeys and recovery codes stop working, and the person is signed out everywhere at once. You get a one-time code to hand over for a new set-up.",
    submit: "Reset and show the code",
  },
  disable: {
    name: "Disable…",
    title: "Disable this account?",
    consequence:
      "The person is signed out everywhere at once and cannot sign in any more; personal tokens stop working. What was done stays under this name.",
    submit: "Disable",
  },
  enable: {
    name: "Enable…",
    title: "Enable this account?",
    consequence:
      "The account has its roles again. You get a one-time code to hand over: the person sets up a new password and second factor.",
    submit: "Enable and show the code",
  },
  cancel: "Back without changing anything",
  back: "All people",
  oneTimeCode: {
    title: "One-time code for {}",
    handOver:
      "Hand these over in person or by telephone, never together by e-mail. This page is shown once: write them down now.",
    address: "Address",
    code: "Code",
    holds: "Works once, until {}. If it is lost or expires, reset the account for a new one.",
  },
  sessions: "Open sessions",
  noSessions: "Not signed in anywhere.",
  sessionConsequence: "End: that browser is signed out at once; the account stays as it is.",
  browser: "Browser",
  token: "Token",
  tokenConsequence: "Revoke: programs that use the token are refused at once, for good.",
  notAllowed: "Only an administrator may do this, and only from a page of this console.",
  notKept:
    "The store did not answer as it should, so it is not certain that this was recorded. Look at the account and try again.",
  unknown: "There is no such person here.",
};

import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "operator",
    technician: "technician",
    auditor: "auditor",
    admin: "administrator",
  },
  rolesTitle: "Roles",
  refusal: {
    title: "Your roles do not open this page.",
    needed: (roles) => `It is for the role: ${roles}.`,
    yours: (roles) => `You have: ${roles}.`,
    ask: (admins) =>
      admins === ""
        ? "If you need it for your work, have the role given to you on the gateway: “vigil user role”."
        : `If you need it for your work, ask an administrator for the role: ${admins}.`,
    demo:
      "In a demo nobody signs in, and there are no accounts. A gateway that you run yourself has them.",
    back: "To your first page",
    foreignForm:
      "Nothing was done: this did not come from a page of this console. Open the page here and try again.",
  },
  signIn: {
    name: "Name",
    password: "Password",
    next: "Continue",
    passkey: "Sign in with a passkey",
    passkeyFailed: "The browser gave no passkey. Try again, or sign in with your password.",
    hasCode: "I have a one-time code: set up my account",
    claim: "This gateway has no administrator yet: claim it",
    secondStep: "Second step",
    totp: {
      label: "Code of your authenticator app",
      hint: "6 digits, a new code every 30 seconds. Each works once.",
    },
    noPhone: "No phone at hand? Use a recovery code",
    recovery: {
      label: "Recovery code",
      hint: "One of the ten that you printed. Each works once.",
    },
    again: "Start again",
  },
  claim: {
    title: "First administrator",
    code: {
      label: "Code of this gateway",
      hint: "The gateway prints it when it starts, after “claim:”; see its log.",
    },
    name: {
      label: "Name to sign in with",
      hint: "Lower-case letters, digits, dots and hyphens, such as an.peeters",
    },
    fullName: { label: "Full name", hint: "It stands with everything that you do here." },
    next: "Continue",
    isDone:
      "This gateway has an administrator: ask for an account there. If no administrator can sign in, run “vigil user reset NAME” on the gateway.",
  },
  setUp: {
    title: "Set up your account",
    code: {
      label: "One-time code",
      hint: "Your administrator gave it to you: 16 characters, valid for 72 hours and once.",
    },
    next: "Continue",
    password: {
      label: "New password",
      hint: "12 characters or more. A sentence is fine.",
    },
    again: "The same password again",
    scan: "Scan this with an authenticator app on your phone, or enter the key below in the app.",
    secret: "Key:",
    totp: "Code that the app shows now",
    finish: "Finish",
  },
  codes: {
    title: "Your recovery codes",
    once:
      "They are shown only now. Print this page or write them down, and keep them where only you can reach them.",
    each: "Without your phone, one of them takes the place of the app’s code. Each works once.",
    madeOn: "made on",
    signIn: "I have kept them: sign in",
  },
  own: {
    title: "Your account",
    back: "Back to your account",
    password: "Password",
    current: "Current password",
    next: {
      label: "New password",
      hint: "12 characters or more. You are signed out everywhere else.",
    },
    again: "The new password again",
    change: "Change the password",
    codes: "Recovery codes",
    codesLeft: (count) => count === 1 ? "1 code is left." : `${count} codes are left.`,
    newCodes: "Make ten new codes; those of before end",
    done: {
      "password": "The password is changed. You are signed out everywhere else.",
      "passkey": "The passkey is added.",
      "passkey-removed": "The passkey is removed.",
      "session": "The session is ended.",
      "token-revoked": "The token is revoked.",
    },
  },
  passkeys: {
    title: "Passkeys",
    about:
      "With a passkey you sign in by fingerprint, face or a security key, without password and code.",
    none: "No passkey yet.",
    label: {
      label: "Name of the new passkey",
      hint: "To tell it from others, such as: key on my ring",
    },
    add: "Add a passkey",
    remove: "Remove",
    made: "added",
    used: "last used",
    neverUsed: "not used yet",
    notHere:
      "A passkey can be added where this page is opened by HTTPS under a name, in a browser that knows passkeys, with JavaScript.",
  },
  sessions: {
    title: "Where you are signed in",
    here: "this browser",
    from: "from",
    began: "began",
    used: "last used",
    end: "End",
    unknownBrowser: "unknown browser",
  },
  tokens: {
    title: "Personal tokens",
    about:
      "For your own programs, such as curl. A token may do what one of your roles may, and what it does is kept under your name.",
    none: "No token yet.",
    name: { label: "Name of the token", hint: "What it is for, such as: monthly report" },
    role: "Role",
    scope: "It may",
    scopes: { read: "only read", act: "read and change" },
    days: { label: "Days until it ends", hint: "1 to 365" },
    make: "Make a token",
    revoke: "Revoke",
    ends: "ends",
    fresh: "Your new token",
    once: "It is shown only now. Keep it like a password.",
    use: "For example, in a terminal:",
  },
  problems: {
    "invalid-name":
      "Use 1 to 64 lower-case letters, digits, dots, hyphens and underscores; begin with a letter or digit.",
    "invalid-full-name": "Enter a name of 1 to 128 characters.",
    "invalid-roles": "Choose at least one role.",
    "invalid-label": "Enter a name of 1 to 64 characters for the passkey.",
    "invalid-token-name": "Enter a name of 1 to 64 characters for the token.",
    "invalid-days": "Enter a number of days from 1 to 365.",
    "name-taken": "This name is taken: choose another one.",
    "password-too-short": "Too short: use 12 characters or more.",
    "password-too-long": "Too long: use 128 characters or fewer.",
    "password-is-name": "Do not use your name as password.",
    "password-is-common": "Others try this password first: choose another one.",
    "unknown-account": "There is no account of this name.",
    "account-disabled": "This account is disabled.",
    "account-not-disabled": "This account is not disabled.",
    "last-admin":
      "This is the last administrator who can sign in: make another one first, or use “vigil user” on the gateway.",
    "role-not-held": "Choose one of your own roles.",
    "unknown-passkey": "This passkey was removed already.",
    "unknown-token": "This token was revoked already, or has ended.",
    "too-many-passkeys": "You have 10 passkeys: remove one first.",
    "too-many-tokens": "You have 20 tokens: revoke one first.",
    "wrong-code":
      "This code is wrong, was used already or has expired. Check what you entered, or ask for a new one.",
    "wrong-credentials":
      "Name or password is wrong. Try again, or ask an administrator to reset your account.",
    "wrong-password": "This is not your password.",
    "wrong-totp":
      "This code is wrong or was used already. Wait for the next one; the phone’s clock must be right.",
    "wrong-recovery-code": "This recovery code is wrong or was used already: use another one.",
    "wrong-passkey": "This passkey is not known here. Sign in with your password.",
    "ticket-ended": "That took longer than 5 minutes, or was done already. Start again.",
    "passkeys-need-https": "Passkeys work only by HTTPS under a name. Sign in with your password.",
    "locked-out": "Too many failed attempts. Wait {}, then try again.",
    "busy": "Too many people are signing in at this moment. Try again in {}.",
    "passwords-differ": "The two passwords are not the same: enter both again.",
    "sessions-full":
      "Too many people are signed in. Somebody has to sign out before you can sign in.",
    "not-a-form": "The form did not arrive whole. Try again.",
  },
};

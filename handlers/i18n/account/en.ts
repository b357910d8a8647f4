import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "operator",
    technician: "technician",
    auditor: "auditor",
    admin: "administrator",
  },
  refusal: {
    title: "Your roles do not open this page.",
    needed: (roles) => `It is for the role: ${roles}.`,
    yours: (roles) => `You have: ${roles}.`,
    ask: "If you need it for your work, ask an administrator of this gateway for the role.",
    back: "To your first page",
    foreignForm:
      "Nothing was done: this did not come from a page of this console. Open the page here and try again.",
  },
};

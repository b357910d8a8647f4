import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "Disponent",
    technician: "Techniker",
    auditor: "Prüfer",
    admin: "Administrator",
  },
  refusal: {
    title: "Ihre Rollen öffnen diese Seite nicht.",
    needed: (roles) => `Sie ist für die Rolle: ${roles}.`,
    yours: (roles) => `Sie haben: ${roles}.`,
    ask:
      "Brauchen Sie die Rolle für Ihre Arbeit, bitten Sie einen Administrator dieses Gateways darum.",
    back: "Zu Ihrer ersten Seite",
    foreignForm:
      "Es wurde nichts getan: Dies kam nicht von einer Seite dieser Konsole. Öffnen Sie die Seite hier und versuchen Sie es erneut.",
  },
};

import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "operator",
    technician: "technicus",
    auditor: "auditor",
    admin: "beheerder",
  },
  refusal: {
    title: "Uw rollen geven geen toegang tot deze pagina.",
    needed: (roles) => `Ze is voor de rol: ${roles}.`,
    yours: (roles) => `U hebt: ${roles}.`,
    ask: "Hebt u de rol nodig voor uw werk? Vraag ze aan een beheerder van deze gateway.",
    back: "Naar uw eerste pagina",
    foreignForm:
      "Er is niets gedaan: dit kwam niet van een pagina van deze console. Open de pagina hier en probeer opnieuw.",
  },
};

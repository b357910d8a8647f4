import type { AccountMessages } from "./account_messages.ts";

export const account: AccountMessages = {
  roles: {
    operator: "opérateur",
    technician: "technicien",
    auditor: "auditeur",
    admin: "administrateur",
  },
  refusal: {
    title: "Vos rôles ne donnent pas accès à cette page.",
    needed: (roles) => `Elle est réservée au rôle : ${roles}.`,
    yours: (roles) => `Vous avez : ${roles}.`,
    ask: "Si votre travail l’exige, demandez le rôle à un administrateur de cette passerelle.",
    back: "Vers votre première page",
    foreignForm:
      "Rien n’a été fait : ceci ne venait pas d’une page de cette console. Ouvrez la page ici et réessayez.",
  },
};

/** The addresses of people: who has an account, as what, and where signed in; for administrators. */
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { PeoplePage } from "./pages/people_page.tsx";
import { ConfirmPersonPage, PERSON_ACTS, type PersonAct } from "./pages/person_acts.tsx";
import { AddPersonPage } from "./pages/person_form.tsx";
import { PersonPage } from "./pages/person_page.tsx";
import {
  actOnPerson,
  addPerson,
  endSession,
  rename,
  revokeToken,
  setRoles,
  unknownPerson,
} from "./people_changes.tsx";
import { page } from "./reply.tsx";
import { findPerson, readPeople, readPerson } from "./views/people_view.ts";

const common = { access: { roles: ["admin"] }, shows: "nothing" } as const;

/** The forms of a person's page, by what follows its path. */
const CHANGES = [
  ["roles", setRoles],
  ["full-name", rename],
  ["sessions/{session}/end", endSession],
  ["tokens/{token}/revoke", revokeToken],
] as const;

export const PEOPLE_PAGES: readonly PageDefinition[] = [
  definePage({
    ...common,
    method: "GET",
    path: "/people",
    handle: ({ context, ports, visit }) =>
      page(context, <PeoplePage people={readPeople(ports)} visit={visit} />),
  }),
  definePage({
    ...common,
    method: "GET",
    path: "/people/add",
    handle: ({ context, visit }) => page(context, <AddPersonPage typed={{}} visit={visit} />),
  }),
  definePage({ ...common, method: "POST", path: "/people/add", handle: addPerson }),
  definePage({ ...common, method: "GET", path: "/people/{id}", handle: personPage }),
  ...PERSON_ACTS.flatMap(actPages),
  ...CHANGES.map(([path, handle]) =>
    definePage({ ...common, method: "POST", path: `/people/{id}/${path}`, handle })
  ),
];

function personPage(call: PageCall): Response {
  const { context, ports, visit } = call;
  const view = readPerson(ports, context.req.param("id"));
  if (view === undefined) return unknownPerson(call);
  return page(context, <PersonPage view={view} visit={visit} />);
}

/** The page that asks, and its form. */
function actPages(act: PersonAct): PageDefinition[] {
  const path = `/people/{id}/${act}`;
  const ask = (call: PageCall): Response => {
    const { context, ports, visit } = call;
    const person = findPerson(ports, context.req.param("id"));
    if (person === undefined) return unknownPerson(call);
    return page(context, <ConfirmPersonPage act={act} person={person} visit={visit} />);
  };
  return [
    definePage({ ...common, method: "GET", path, handle: ask }),
    definePage({ ...common, method: "POST", path, handle: (call) => actOnPerson(call, act) }),
  ];
}

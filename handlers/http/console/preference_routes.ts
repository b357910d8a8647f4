import { readForm } from "./form.ts";
import { definePage, type PageDefinition } from "./page_definition.ts";
import { keepPreferences, ownPath } from "./preferences.ts";

/** Takes what a reader chooses at the foot of any page, before signing in too. */
export const PREFERENCE_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "POST",
    path: "/preferences",
    access: "anyone",
    shows: "nothing",
    async handle({ context }) {
      const form = await readForm(context);
      if (!form.ok) return context.redirect("/", 303);
      keepPreferences(context, form.value);
      return context.redirect(ownPath(form.value.get("back")), 303);
    },
  }),
];

import { Document, type Locale } from "./page.tsx";
import type { Theme } from "./preferences.ts";

/** Says that a page could not be shown, and what to do. It asks the gateway nothing more. */
export function FailurePage({ locale, theme }: { locale: Locale; theme: Theme }) {
  return (
    <Document locale={locale} theme={theme} title="Vigil">
      <main class="card sign-in">
        <h1>Vigil</h1>
        <p class="problem" role="alert">{locale.messages.failed}</p>
      </main>
    </Document>
  );
}

import { Document, type Speech } from "./page.tsx";
import type { Theme } from "./preferences.ts";

/** Says that a page could not be shown, and what to do. It asks the gateway nothing more. */
export function FailurePage({ speech, theme }: { speech: Speech; theme: Theme }) {
  return (
    <Document speech={speech} theme={theme} title="Vigil">
      <main class="card sign-in">
        <h1>Vigil</h1>
        <p class="problem" role="alert">{speech.words.failed}</p>
      </main>
    </Document>
  );
}

import { Page, type Speech } from "./page.tsx";

/** Says that a page could not be shown, and what to do. */
export function FailurePage({ speech }: { speech: Speech }) {
  return (
    <Page speech={speech} title="Vigil">
      <main class="card sign-in">
        <h1>Vigil</h1>
        <p class="problem" role="alert">{speech.words.failed}</p>
      </main>
    </Page>
  );
}

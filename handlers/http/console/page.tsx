/** What every page of the console has in common. */
import type { Child } from "hono/jsx";
import type { GatewayStatus } from "../../status.ts";
import type { Language, Words } from "./words.ts";

/** Stands where there is nothing to say. */
export const NONE = <span class="quiet">–</span>;

/** The language of a page and its words. */
export interface Speech {
  readonly language: Language;
  readonly words: Words;
}

/** The frame of a page. @param props.script What it runs, a path of this server. */
export function Page(props: { speech: Speech; title: string; script?: string; children: Child }) {
  return (
    <html lang={props.speech.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        {props.script === undefined ? null : <script src={props.script} defer></script>}
      </head>
      <body>{props.children}</body>
    </html>
  );
}

/** The head of a page; its children say which page it is. */
export function Header(
  props: { speech: Speech; status: GatewayStatus; canSignOut: boolean; children: Child },
) {
  const { canSignOut, speech: { words }, status } = props;
  return (
    <>
      <header>
        <h1>Vigil</h1>
        <span>{props.children}</span>
        <span class="who">{status.zone} · {status.name}</span>
        {canSignOut
          ? (
            <form method="post" action="/sign-out">
              <button type="submit">{words.signOut}</button>
            </form>
          )
          : null}
      </header>
      <p class="lost" role="alert">{words.lostConnection}</p>
    </>
  );
}

/** A time of RFC 3339 as people read clocks, in the zone of this box. */
export function clockTime(time: string, language: Language): string {
  return new Date(time).toLocaleTimeString(`${language}-BE`, { hour12: false });
}

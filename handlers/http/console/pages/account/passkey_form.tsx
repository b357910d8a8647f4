/** What only a script can ask the browser for; without one, its forms stay hidden. */
export function PasskeyScript() {
  return <script type="module" src="/assets/passkey.js"></script>;
}

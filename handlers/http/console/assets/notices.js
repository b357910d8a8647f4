// Notifications of the browser. What they say is seen by all who see the screen: nothing of a victim,
// unless the operator has chosen so.

/** In the storage of this browser: the alarm is named. */
const NAMED = "vigil-notices-named";
/** One takes the place of the last, so that none is left standing about what is over. */
const TAG = "vigil";

export function isNamed() {
  return localStorage.getItem(NAMED) !== null;
}

export function setNamed(named) {
  if (named) localStorage.setItem(NAMED, "1");
  else localStorage.removeItem(NAMED);
}

/** Why there are none: `insecure`, `none`, `denied`; undefined: they are shown. */
export function whyNot() {
  if (!isSecureContext) return "insecure";
  if (!("Notification" in globalThis)) return "none";
  return Notification.permission === "granted" ? undefined : "denied";
}

/** Asks the browser's user, where the browser has not been answered before. */
export async function ask() {
  if (whyNot() !== "denied" || Notification.permission !== "default") return;
  await Notification.requestPermission().catch(() => {});
}

/** Shows one. @returns As `whyNot`. */
export function notify(title) {
  const reason = whyNot();
  if (reason !== undefined) return reason;
  try {
    const shown = new Notification(title, { tag: TAG, renotify: true, requireInteraction: true });
    shown.addEventListener("click", () => {
      focus();
      shown.close();
    });
  } catch {
    // Browsers of phones show those of installed programs only.
    return "none";
  }
}

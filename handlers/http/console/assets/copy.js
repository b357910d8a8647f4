// Copies what a button names, at one press, and says so aloud. Without the right to copy, which a
// browser gives to pages over TLS or of the box itself only, the text is selected instead.

document.documentElement.classList.add("has-copy");

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null;
  if (button === null) return;
  const { copied, copyYourself } = button.closest("[data-copied]").dataset;
  const isCopied = await copy(button.dataset.copy);
  if (!isCopied) select(button);
  say(button, isCopied ? copied.replace("{}", button.dataset.copy) : copyYourself);
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Selects the text that the button stands behind. */
function select(button) {
  getSelection().selectAllChildren(button.previousElementSibling);
}

/** Shows it beside the coordinates, where screen readers hear it. */
function say(button, text) {
  const status = button.closest("[data-copied]").querySelector("[role=status]");
  status.textContent = "";
  // A text that is the same again is heard only if it was gone in between.
  setTimeout(() => status.textContent = text, 50);
}

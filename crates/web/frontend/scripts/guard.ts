// Warns before leaving a page with something typed that was not sent.
export function guard(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-guard]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    form.addEventListener("draft-saved", () => (changed = false));
    addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}

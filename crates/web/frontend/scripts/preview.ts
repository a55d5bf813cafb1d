// Shows what is being written as it will look, a moment after typing stops: the page is asked for its preview and only that part
// is put in place. Without this script a button does the same.
const PAUSE = 700;

export function preview(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-preview]")) {
    const pane = root.getElementById(form.dataset.preview ?? "");
    if (!pane) continue;
    let timer = 0;
    let asked = 0;
    const show = async (): Promise<void> => {
      const turn = ++asked;
      const fields = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === "string") fields.append(name, value);
      });
      fields.set("go", "preview");
      try {
        const answer = await fetch(form.action, { method: "POST", body: fields });
        if (!answer.ok || turn !== asked) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(pane.id);
        if (!fresh || turn !== asked) return;
        const focused = pane.contains(root.activeElement) ? root.activeElement?.id : "";
        pane.replaceChildren(...Array.from(fresh.childNodes, (node) => root.importNode(node, true)));
        if (focused) root.getElementById(focused)?.focus();
      } catch {
        // Off line for a moment: the button still asks.
      }
    };
    // Within the preview only choices lead to other questions; while somebody types there, nothing is replaced under their hands.
    form.addEventListener("change", (event) => {
      const field = event.target as Element;
      if (pane.contains(field) && !field.matches("select, [type=radio], [type=checkbox]")) return;
      clearTimeout(timer);
      timer = window.setTimeout(show, 0);
    });
    form.addEventListener("input", (event) => {
      if (pane.contains(event.target as Node)) return;
      clearTimeout(timer);
      timer = window.setTimeout(show, PAUSE);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      asked++;
    });
  }
}

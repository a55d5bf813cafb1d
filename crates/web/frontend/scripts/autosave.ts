// Sends the same form to the draft's address a moment after typing stops. Files wait for the real sending.
const PAUSE = 2_000;
const RETRY = 15_000;

export function autosave(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
    const said = form.querySelector<HTMLElement>("[data-autosave-status]");
    let timer = 0;
    const say = (text = ""): void => {
      if (said) said.textContent = text;
    };
    const later = (wait: number): void => {
      clearTimeout(timer);
      timer = window.setTimeout(save, wait);
    };
    const save = async (): Promise<void> => {
      if (form.dataset.sent) return;
      const fields = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === "string") fields.append(name, value);
      });
      say(form.dataset.saving);
      try {
        const answer = await fetch(form.dataset.autosave ?? form.action, { method: "POST", body: fields });
        if (!answer.ok) throw new Error(String(answer.status));
        const now = new Date().toLocaleTimeString(root.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        say(`${form.dataset.saved} ${now}`);
        form.dispatchEvent(new Event("draft-saved"));
      } catch {
        say(form.dataset.unsaved);
        later(RETRY);
      }
    };
    form.addEventListener("input", () => later(PAUSE));
  }
}

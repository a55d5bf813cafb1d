// A form is sent once: the button rests while the answer is on its way, and comes back if none comes.
const PATIENCE = 20_000;

export function once(root: Document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = (event as SubmitEvent).submitter;
    if (event.defaultPrevented || !(button instanceof HTMLButtonElement) || !("once" in button.dataset)) return;
    form.dataset.sent = "1";
    const label = button.textContent;
    // Not `disabled`: the button's own name and value must still be sent, and focus must not be lost.
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy ?? label;
    const release = (): void => {
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
      button.textContent = label;
    };
    setTimeout(release, PATIENCE);
    // Coming back with the browser's back button.
    addEventListener("pageshow", (shown) => shown.persisted && release(), { once: true });
  });
}

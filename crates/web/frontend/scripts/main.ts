// Enhancements of pages that work without them.
import { autosave } from "./autosave";
import { checkFiles } from "./files";
import { guard } from "./guard";
import { live } from "./live";
import { once } from "./once";
import { passkeys } from "./passkey";
import { preview } from "./preview";
import { resume } from "./resume";

once(document);
guard(document);
autosave(document);
checkFiles(document);
passkeys(document);
preview(document);
resume(document);
live(document);

// The error summary is read first.
document.querySelector<HTMLElement>("[data-focus]")?.focus();

// The account menu closes when one goes elsewhere.
const account = document.querySelector<HTMLDetailsElement>(".mc-account");
document.addEventListener("click", (event) => {
  if (account?.open && !account.contains(event.target as Node)) account.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && account?.open) {
    account.open = false;
    account.querySelector("summary")?.focus();
  }
});

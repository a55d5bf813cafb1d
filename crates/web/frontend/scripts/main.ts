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

// Menus of the header close when one goes elsewhere.
const menus = [...document.querySelectorAll<HTMLDetailsElement>(".mc-account, .mc-nav__group > details")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" ? menus.find((menu) => menu.open) : undefined;
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

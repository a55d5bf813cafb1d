// Says at once when a chosen file is too large or of a type that is not taken; the server checks again, by content.
export function checkFiles(root: Document): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file][data-max-bytes]")) {
    const said = input.parentElement?.querySelector<HTMLElement>("[data-file-said]");
    input.addEventListener("change", () => {
      const types = input.accept.split(",").map((type) => type.trim().toLowerCase());
      const files = [...(input.files ?? [])];
      const large = files.some((file) => file.size > Number(input.dataset.maxBytes));
      const strange = files.some((file) => !types.some((type) => file.name.toLowerCase().endsWith(type)));
      if (said) said.textContent = (large ? input.dataset.tooLarge : strange ? input.dataset.wrongType : "") ?? "";
      input.setAttribute("aria-invalid", String(large || strange));
    });
  }
}

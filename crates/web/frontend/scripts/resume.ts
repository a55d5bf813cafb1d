// Sends large files in pieces (tus 1.0), so that a line that breaks costs a piece and not the file. Without this the form sends them whole.
const PIECE = 1024 * 1024;
const LARGE = 4 * PIECE;
const RETRY = 3_000;

const wait = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));

export function resume(root: Document): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file][data-resumable]")) {
    const form = input.form;
    const said = input.parentElement?.querySelector<HTMLElement>("[data-file-said]");
    const token = form?.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "";
    const say = (text = "", part = ""): void => {
      if (said) said.textContent = text.replace("%", part);
    };
    const call = (method: string, to: string, more: Record<string, string>, body?: Blob): Promise<Response> =>
      fetch(to, { method, body, headers: { "Tus-Resumable": "1.0.0", "X-CSRF-Token": token, ...more } });
    // Another choice ends what is under way.
    let choice = 0;
    const send = async (file: File, chosen: number): Promise<string> => {
      const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
      const begun = await call("POST", "/uploads", { "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${name}` });
      if (!begun.ok) throw new Error(await begun.text());
      const to = begun.headers.get("Location") ?? "";
      for (let from = 0; choice === chosen; ) {
        say(input.dataset.sending, `${Math.floor((from / file.size) * 100)} %`);
        try {
          const piece = file.slice(from, from + PIECE);
          const more = { "Upload-Offset": `${from}`, "Content-Type": "application/offset+octet-stream" };
          const answer = await call("PATCH", to, more, piece);
          const kept = answer.headers.get("Upload-File");
          if (kept) return kept;
          if (answer.status === 422 || answer.status === 404) throw new DOMException(await answer.text(), "DataError");
          if (!answer.ok) throw new Error(String(answer.status));
          from = Number(answer.headers.get("Upload-Offset"));
        } catch (error) {
          if (error instanceof DOMException && error.name === "DataError") throw error;
          say(input.dataset.broken);
          await wait(RETRY);
          const known = await call("HEAD", to, {}).catch(() => undefined);
          if (known?.ok) from = Number(known.headers.get("Upload-Offset"));
        }
      }
      return "";
    };
    input.addEventListener("change", async () => {
      const chosen = ++choice;
      const files = [...(input.files ?? [])];
      const name = `${input.name}-sent`;
      if (!form || !files.some((file) => file.size > LARGE)) return;
      if (files.some((file) => file.size > Number(input.dataset.maxBytes))) return;
      const buttons = [...form.querySelectorAll<HTMLButtonElement>("button")];
      buttons.forEach((button) => (button.disabled = true));
      try {
        const kept: string[] = [];
        for (const file of files) kept.push(await send(file, chosen));
        if (choice !== chosen) return;
        // A field of several files gathers them; else the new one takes the place of the old one.
        if (!input.multiple) form.querySelectorAll(`input[name="${name}"]`).forEach((old) => old.remove());
        kept.forEach((value) => form.append(Object.assign(root.createElement("input"), { type: "hidden", name, value })));
        input.value = "";
        say(input.dataset.sent, files.map((file) => file.name).join(", "));
      } catch (error) {
        say((error as Error).message);
        input.setAttribute("aria-invalid", "true");
      } finally {
        if (choice === chosen) buttons.forEach((button) => (button.disabled = false));
      }
    });
  }
}

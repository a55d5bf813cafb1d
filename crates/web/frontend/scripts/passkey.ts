// Passkeys: asks the browser's authenticator and sends its answer in the page's own form. Without it the page says what else to do.

type Json = Record<string, any>;

const bytes = (text: string): ArrayBuffer => {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0)).buffer as ArrayBuffer;
};

const text = (buffer: ArrayBuffer | null | undefined): string | undefined =>
  buffer
    ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
    : undefined;

/** The server's challenge as the browser takes it: base64url becomes bytes. */
function asked(options: Json): any {
  const known = (list?: Json[]) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  const asked: Json = { ...options, challenge: bytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = known(options.allowCredentials);
  return asked;
}

/** The authenticator's answer as the server takes it. */
function answered(credential: PublicKeyCredential): string {
  const response = credential.response as any;
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    extensions: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  });
}

async function answer(form: HTMLFormElement): Promise<string | undefined> {
  const token = (form.elements.namedItem("csrf") as HTMLInputElement).value;
  const start = await fetch(`${form.getAttribute("action")}/start`, { method: "POST", headers: { "x-csrf-token": token, accept: "application/json" } });
  if (start.redirected) {
    // Who one is has to be proved anew first; the page itself leads there.
    location.reload();
    return undefined;
  }
  if (!start.ok) throw new Error(String(start.status));
  const publicKey = asked((await start.json()).publicKey);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  return answered(credential as PublicKeyCredential);
}

export function passkeys(root: Document): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const said = form.querySelector<HTMLElement>("[data-passkey-said]");
    const say = (words = ""): void => {
      if (said) said.textContent = words;
    };
    const without = form.parentElement?.querySelector<HTMLElement>("[data-passkey-without]");
    if (without) {
      without.hidden = true;
      form.hidden = false;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (location.origin !== new URL(form.dataset.origin ?? location.origin).origin) return say(form.dataset.elsewhere);
      say();
      answer(form)
        .then((credential) => {
          if (!credential) return;
          (form.elements.namedItem("credential") as HTMLInputElement).value = credential;
          form.submit();
        })
        .catch(() => say(form.dataset.failed));
    });
  }
}

// The live page of a conference: what changes is put in its place; without this script the page is loaded again by hand.
interface Sent {
  parts?: [string, string][];
  lines?: string[];
  mine?: boolean;
  desk?: boolean;
}

// Many take part: not all of them ask for their own part in the same moment.
const SPREAD = 1_500;

export function live(root: Document): void {
  const page = root.querySelector<HTMLElement>("[data-live]");
  const address = page?.dataset.live;
  if (!page || !address || !("EventSource" in window)) return;
  const status = page.querySelector<HTMLElement>("[data-live-status]");
  let source: EventSource | undefined;
  let lost = false;
  const close = (): void => {
    source?.close();
    source = undefined;
    delete page.dataset.connected;
  };
  const open = (): void => {
    if (source) return;
    source = new EventSource(address);
    source.onopen = (): void => {
      if (lost && status) status.textContent = page.dataset.back ?? "";
      lost = false;
      page.dataset.connected = "yes";
    };
    source.onerror = (): void => {
      lost = true;
      delete page.dataset.connected;
      if (status) status.textContent = page.dataset.lost ?? "";
    };
    source.onmessage = (event: MessageEvent<string>): void => take(page, JSON.parse(event.data) as Sent);
  };
  open();
  // A page that is left keeps no line: a browser has few of them for all its tabs. One that comes back asks for it again.
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  if (page.dataset.liveHidden !== "close") return;
  root.addEventListener("visibilitychange", () => (root.hidden ? close() : open()));
}

function take(page: HTMLElement, sent: Sent): void {
  for (const changed of sent.parts ?? []) {
    const part = page.querySelector<HTMLElement>(`[data-part="${changed[0]}"]`);
    if (part) put(part, changed[1]);
  }
  const lines = page.querySelector("[data-live-lines]");
  for (const line of sent.lines ?? []) lines?.insertAdjacentHTML("beforeend", line);
  const desk = "liveDesk" in page.dataset;
  if (sent.mine || (desk && sent.desk)) setTimeout(() => void refresh(page), desk ? 0 : Math.random() * SPREAD);
}

let asking = false;
let again = false;

// What is one's own is asked for, since it is nobody else's.
async function refresh(page: HTMLElement): Promise<void> {
  const address = page.dataset.liveMine;
  if (!address) return;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected) place(page, await answer.text());
  } catch {
    // The line is down; the stream says so, and comes back by itself.
  } finally {
    asking = false;
    if (again) {
      again = false;
      void refresh(page);
    }
  }
}

// What is one's own stands in two places: the vote before everything else, the desk beside it.
function place(page: HTMLElement, html: string): void {
  const sent = document.createElement("template");
  sent.innerHTML = html;
  for (const mine of page.querySelectorAll<HTMLElement>("[data-mine]")) {
    const half = sent.content.querySelector(`[data-mine="${mine.dataset.mine}"]`);
    if (half && !typing(mine)) put(mine, half.innerHTML);
  }
}

// Replaces what is in a part; what was opened stays open, and the keyboard stays where it was.
function put(part: HTMLElement, html: string): void {
  const named = (element: Element): string => `${element.tagName} ${element.getAttribute("href") ?? element.textContent ?? ""}`;
  const open = new Set([...part.querySelectorAll("details[open] > summary")].map(named));
  const focused = part.contains(document.activeElement) && document.activeElement ? named(document.activeElement) : undefined;
  part.innerHTML = html;
  for (const summary of part.querySelectorAll("details > summary")) {
    if (open.has(named(summary))) (summary.parentElement as HTMLDetailsElement).open = true;
  }
  if (!focused) return;
  [...part.querySelectorAll<HTMLElement>("a, summary, button")].find((element) => named(element) === focused)?.focus();
}

// Nothing that somebody is typing or about to press is taken away under their hands.
function typing(mine: HTMLElement): boolean {
  const fields = [...mine.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]):not([type=radio]), textarea")];
  const chosen = mine.querySelector("input[type=radio]:checked") !== null;
  return chosen || fields.some((field) => field.value !== field.defaultValue);
}

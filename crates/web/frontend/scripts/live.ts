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
  if (!page?.dataset.live || !("EventSource" in window)) return;
  const status = page.querySelector<HTMLElement>("[data-live-status]");
  const source = new EventSource(page.dataset.live);
  let lost = false;
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
  // A page that is left keeps no line.
  addEventListener("pagehide", () => source.close());
}

function take(page: HTMLElement, sent: Sent): void {
  for (const changed of sent.parts ?? []) {
    const html = changed[1];
    const part = page.querySelector<HTMLElement>(`[data-part="${changed[0]}"]`);
    if (!part) continue;
    const open = part.querySelector("details")?.open ?? false;
    part.innerHTML = html;
    const details = part.querySelector("details");
    if (details) details.open = open;
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
  const mine = page.querySelector<HTMLElement>("[data-mine]");
  const address = page.dataset.liveMine;
  if (!mine || !address) return;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (answer.ok && !answer.redirected && !typing(mine)) put(mine, await answer.text());
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

function put(mine: HTMLElement, html: string): void {
  const open = new Set([...mine.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
  mine.innerHTML = html;
  for (const summary of mine.querySelectorAll("details > summary")) {
    if (open.has(summary.textContent)) (summary.parentElement as HTMLDetailsElement).open = true;
  }
}

// Nothing that somebody is typing or about to press is taken away under their hands.
function typing(mine: HTMLElement): boolean {
  const fields = [...mine.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]):not([type=radio]), textarea")];
  const chosen = mine.querySelector("input[type=radio]:checked") !== null;
  return chosen || fields.some((field) => field.value !== field.defaultValue);
}

// Who watches a conference: event streams on one process, and how long a new line of the minutes takes to reach all of them.
//   node bench/viewers.mjs http://127.0.0.1:8080 PID [viewers] [lines]
// Prints rows of a Markdown table: viewers, memory before and with them, processor time a line, latency in milliseconds.
import http from "node:http";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [base, pid, viewers = "2000", lines = "30"] = process.argv.slice(2);
const { hostname, port } = new URL(base);
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const PAUSE = 1000;

/** Cookies and form token of somebody who is signed in. */
class Visitor {
  cookies = new Map();
  token = "";
  agent = new http.Agent({ keepAlive: true });

  async ask(method, path, fields) {
    const body = fields && new URLSearchParams({ csrf: this.token, ...fields }).toString();
    const headers = { cookie: this.cookie() };
    if (body !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
    const answer = await new Promise((found, failed) => {
      const request = http.request({ hostname, port, method, path, headers, agent: this.agent }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => (text += piece));
        response.on("end", () => found({ status: response.statusCode, headers: response.headers, text }));
      });
      request.on("error", failed);
      request.end(body);
    });
    for (const cookie of answer.headers["set-cookie"] ?? []) {
      const [name, value] = cookie.split(";")[0].split(/=(.*)/s);
      this.cookies.set(name, value);
    }
    this.token = answer.text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? this.token;
    return answer;
  }

  cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async done(path, fields) {
    const { status, text, headers } = await this.ask("POST", path, fields);
    if (status !== 303) throw new Error(`${path}: ${status} ${text.match(/govuk-error-summary[^]*?<\/ul>/)?.[0] ?? ""}`);
    return headers.location;
  }
}

async function signedIn(login) {
  const visitor = new Visitor();
  await visitor.ask("GET", "/sign-in");
  await visitor.done("/sign-in/sample", { login, next: "/" });
  return visitor;
}

const kilobytes = () => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);
const processor = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
};
const wait = (time) => new Promise((done) => setTimeout(done, time));

const chair = await signedIn("chutich");
await chair.ask("GET", "/conferences/new");
const conference = await chair.done("/conferences/new", {
  name: "Đo trang trực tiếp", kind: "briefing", starts_at: "2030-01-01T08:00", place: "Hội trường", video: "", chair: "", series: "", host: "",
});
const actions = `${conference}/actions`;
await chair.done(`${actions}/agenda`, { "agenda-agenda": "Báo cáo | 30" });
await chair.done(`${actions}/invite`, { "invite-departments": "yes", "invite-communes": "yes", "invite-votes": "yes" });
await chair.done(`${actions}/open`, {});

// One watcher of each bridge point (57), the rest of the streams over the same sessions.
const page = (await chair.ask("GET", "/api/v1/agencies?limit=200")).text;
const communes = JSON.parse(page).items.filter((agency) => agency.level === "commune" && agency.kind === "authority").map((agency) => agency.commune);
const watchers = [];
for (const commune of communes) watchers.push(await signedIn(`lanhdao.${commune}`).catch(() => null));
const sessions = [chair, ...watchers.filter(Boolean)];

const arrived = new Map();
let open = 0;
let lost = 0;
function watch(visitor) {
  return new Promise((found, failed) => {
    const request = http.get({ hostname, port, path: `${conference}/live/events?after=0`, headers: { cookie: visitor.cookie() }, agent: false }, (response) => {
      if (response.statusCode !== 200) return failed(new Error(`a stream: ${response.statusCode}`));
      open += 1;
      found(request);
      response.setEncoding("utf8");
      response.on("data", (piece) => {
        const now = performance.now();
        for (const [, line] of piece.matchAll(/dong-(\d+)-do/g)) arrived.get(line)?.push(now);
      });
      response.on("close", () => (lost += 1));
    });
    request.on("error", failed);
  });
}

const quiet = kilobytes();
const begun = performance.now();
const requests = [];
for (let number = 0; number < Number(viewers); number += 50) {
  const some = Array.from({ length: Math.min(50, Number(viewers) - number) }, (_, at) => watch(sessions[(number + at) % sessions.length]));
  requests.push(...(await Promise.all(some)));
}
const connected = (performance.now() - begun) / 1000;
await wait(3000);
const watched = kilobytes();
const spentBefore = processor();
const measuredFrom = performance.now();
const latencies = [];
for (let line = 0; line < Number(lines); line += 1) {
  arrived.set(String(line), []);
  const sent = performance.now();
  await chair.done(`${actions}/line`, { "line-text": `dong-${line}-do` });
  const patience = performance.now() + 5000;
  while (arrived.get(String(line)).length < open && performance.now() < patience) await wait(5);
  const times = arrived.get(String(line)).map((at) => at - sent);
  if (times.length < open) console.error(`line ${line}: ${times.length} of ${open}`);
  latencies.push(...times);
  await wait(PAUSE);
}
const spent = processor() - spentBefore;
const seconds = (performance.now() - measuredFrom) / 1000;
latencies.sort((one, other) => one - other);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]?.toFixed(0);
console.log("| viewers | connected in | memory before | memory with them | processor a line | of a core | p50 | p99 | slowest | lost |");
console.log("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
console.log(
  `| ${open} | ${connected.toFixed(1)} s | ${(quiet / 1024).toFixed(0)} MB | ${(watched / 1024).toFixed(0)} MB | ${(spent / Number(lines)).toFixed(0)} ms | ${((spent / 10) / seconds).toFixed(1)} % | ${at(0.5)} ms | ${at(0.99)} ms | ${at(1)} ms | ${lost} |`,
);
for (const request of requests) request.destroy();
chair.agent.destroy();
for (const visitor of sessions) visitor.agent.destroy();

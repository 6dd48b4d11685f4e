// npm run bench -- import: time of 5,000 rows through the command, with a mapping of their source, and what running chats notice, beside the same chats without
// an import. A real server, chats over sockets.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, finish, percentile, progress } from "#lab/load/report/report.ts";
import { systemClock } from "#src/clock.ts";
import { openFiles } from "#src/db/files.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { freePort } from "#tests/support/outside/port.ts";
import type { Plan } from "./delivery/load.ts";
import { finished, loaded, startedFile } from "./delivery/processes.ts";

const rows = 5_000;
const chats = 50;
const rate = 25;
const seconds = 16;
const most = 3;
const source = "Town";
const file = binary();
const folder = mkdtempSync(join(tmpdir(), "porchlight-import-"));
const dataDir = join(folder, "data");

/** First all rows are new; then all change, by one line. */
function list(time: number): string {
  const path = join(folder, "places.csv");
  const lines = Array.from({ length: rows }, (_, i) =>
    [
      ...[`Place ${i}`, `House ${i % 400}`, "Mobbing 3b; school", `Time ${time}: somebody listens to number ${i}`],
      ...[`0800 ${10_000 + i}`, "fr; nl", "nachmittags", String(i)],
    ].join(","),
  );
  writeFileSync(path, ["Angebot,organization,Stichwort,summary,Rufnummer,languages,hours,id", ...lines].join("\n"));
  return path;
}

function imported(time: number): Promise<number> {
  const began = performance.now();
  const args = ["import", list(time), "--source", source, "--yes", "--visibility", "public", "--data-dir", dataDir];
  const child = spawn(file, args, { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((done, failed) =>
    child.once("exit", (code) =>
      code === 0 ? done(performance.now() - began) : failed(new Error(`the import ended with ${code}`)),
    ),
  );
}

/** As an admin says it once: what this list calls its columns, a topic and its hours. */
function mapped() {
  const files = openFiles(dataDir, systemClock.now());
  const mapping = JSON.stringify({
    ...{ columns: { angebot: "name", stichwort: "topics", rufnummer: "phone" } },
    ...{ topics: { "mobbing 3b": "bullying" }, ages: {}, hours: { nachmittags: "Mo-Fr 14:00-20:00" } },
  });
  files.data.prepare("INSERT INTO import_mapping (source, mapping, changed_at) VALUES (?, ?, 0)").run("town", mapping);
  files.data.close();
  files.keys.close();
}

const figures: Figure[] = [];
const took: number[] = [];
mkdirSync(folder, { recursive: true });
await finished("prepare.ts", [folder, String(chats)]);
mapped();
const server = await startedFile(file, dataDir, await freePort(), null);
try {
  const plan: Plan = {
    ...{ port: server.port, folder, kind: "product", seconds, rate, inFlight: 64, warmUpSeconds: 5, hold: false },
  };
  const before = server.memory();
  const quiet = (await loaded(plan, null)).result;
  progress(`quiet: p99 ${percentile(quiet.delays, 0.99).toFixed(1)} ms`);
  let going = true;
  const importing = (async () => {
    while (going) took.push(await imported(took.length));
  })();
  const busy = (await loaded(plan, null)).result;
  going = false;
  await importing;
  const memory = (server.memory() - before) / 1024 / 1024;
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(quiet.delays, share)) as [number, number];
  const [busy50, busy99] = [0.5, 0.99].map((share) => percentile(busy.delays, share)) as [number, number];
  const bad = busy.lost + busy.refused;
  const ratio = busy99 / p99;
  figures.push(
    {
      name: `${rows} rows with a mapping, from command to directory`,
      got: `${(percentile(took, 0.5) / 1_000).toFixed(1)} s, median of ${took.length}`,
      aim: "under 60 s",
      pass: percentile(took, 0.5) < 60_000,
    },
    {
      name: `${chats} chats with nothing coming in: send to the other side's socket`,
      got: `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${quiet.delays.length}`,
      aim: "",
      pass: true,
    },
    {
      name: "the same chats while rows come in",
      got: `p50 ${busy50.toFixed(1)} ms, p99 ${busy99.toFixed(1)} ms of ${busy.delays.length} (${bad} lost or refused), ${ratio.toFixed(1)} times the quiet p99`,
      aim: `p99 at most ${most} times the quiet one, none lost`,
      pass: ratio <= most && bad === 0,
    },
    { name: "memory more than before", got: `${memory.toFixed(0)} MB`, aim: "", pass: true },
  );
  finish({ name: "import", figures, raw: { took, p50, p99, busy50, busy99, ratio, memory } });
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

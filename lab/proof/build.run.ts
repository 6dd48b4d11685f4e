// npm run proof -- build: builds the one file twice, in two places. PROMISES.md S17.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { said } from "#lab/load/report/figures.ts";
import { finish } from "#lab/load/report/report.ts";
import { build, sha256 } from "#tests/support/outside/binary.ts";

const folder = mkdtempSync(join(tmpdir(), "porchlight-build-"));
const files = ["one", "two"].map((name) => build(join(folder, name)));
const sums = files.map(sha256);
const lists = files.map((file) => readFileSync(`${file}.cdx.json`, "utf8"));
const components: { scope: string }[] = JSON.parse(lists[0]!).components;
rmSync(folder, { recursive: true });
const required = components.filter(({ scope }) => scope === "required").length;

finish({
  name: "build",
  figures: [
    { name: "two builds", got: sums.join(" "), aim: "the same SHA-256", pass: sums[0] === sums[1] },
    {
      name: "their lists of packages",
      got: lists[0] === lists[1] ? "the same" : "different",
      aim: "the same",
      pass: lists[0] === lists[1],
    },
    said("packages in the list", `${components.length}, of which ${required} are needed to run`),
  ],
  raw: { sha256: sums, components: components.length, required },
});

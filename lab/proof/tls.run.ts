// npm run proof -- tls: testssl.sh (Debian: apt-get install testssl.sh) looks at Caddy as it is shipped. PROMISES.md S7.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { none } from "#lab/load/report/figures.ts";
import { finish } from "#lab/load/report/report.ts";
import { helplineName } from "#tests/support/outside/caddy.ts";
import { behindCaddy, inRoom, outputOf } from "./room.ts";

interface Finding {
  id: string;
  severity: "OK" | "INFO" | "LOW" | "MEDIUM" | "HIGH" | "CRITICAL" | "WARN" | "DEBUG";
  finding: string;
}

/** About the certificate Caddy makes for this run: it lasts twelve hours and cannot be revoked. */
const ofThisCertificate = /^(intermediate_)?cert_(expiration|notAfter|revocation)/;
/**
 * It only sees that pages are compressed; ours hold nothing to guess, and private ones go out uncompressed to other sites
 * (tests/http/server/compressed.test.ts).
 */
const answered = /^BREACH$/;
const bad = ["MEDIUM", "HIGH", "CRITICAL"];
const expected = ["TLS1_2", "TLS1_3"];

if (spawnSync("testssl", ["--version"]).status !== 0) {
  console.error("testssl.sh is not on this machine. On Debian: apt-get install testssl.sh");
  process.exitCode = 1;
} else if (inRoom()) {
  await behindCaddy(async ({ authority }) => {
    const folder = mkdtempSync(join(tmpdir(), "porchlight-tls-"));
    const file = join(folder, "found.json");
    const quietly = ["--quiet", "--color", "0", "--warnings", "off", "--add-ca", authority, "--jsonfile", file];
    await outputOf(["testssl", ...quietly, helplineName]);
    const found = (JSON.parse(readFileSync(file, "utf8")) as Finding[]).filter(
      ({ id }) => !ofThisCertificate.test(id) && !answered.test(id),
    );
    rmSync(folder, { recursive: true });
    const of = (id: string) => found.find((one) => one.id === id)?.finding ?? "not found";
    const offered = found.filter(({ id, finding }) => /^(SSL|TLS)v?\d/.test(id) && /^offered/.test(finding));
    const protocols = offered.map(({ id }) => id);
    const vulnerable = found.filter(({ finding }) => /^vulnerable|potentially vulnerable/i.test(finding));
    const severe = found.filter(({ severity }) => bad.includes(severity));
    const minor = found.filter(({ severity }) => severity === "LOW").map(({ id, finding }) => `${id}: ${finding}`);
    finish({
      name: "tls",
      figures: [
        {
          ...{ name: "protocols offered", got: protocols.join(", "), aim: expected.join(", ") },
          pass: protocols.join() === expected.join(),
        },
        none("known holes", vulnerable.length),
        none("findings of medium weight or more", severe.length),
        { name: "grade", got: of("overall_grade"), aim: "A+", pass: of("overall_grade") === "A+" },
      ],
      raw: { protocols, vulnerable, severe, minor, looked: found.length, grade: of("overall_grade") },
    });
  });
}

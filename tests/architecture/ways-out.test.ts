import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { projectFile } from "#src/files.ts";

test("mails go out by one way alone, and no push and no text message goes to anybody", () => {
  // Another way to send needs its own step in the evening of tests/http/server/aliases.test.ts.
  const { dependencies } = JSON.parse(projectFile("package.json")) as { dependencies: Record<string, string> };
  const sends = /mail|smtp|push|twilio|sms|postmark|sendgrid|telegram|signal/i;
  expect(Object.keys(dependencies).filter((name) => sends.test(name))).toEqual(["nodemailer"]);
  const opens =
    /from "node:(?:net|tls|dgram|https?|http2|child_process)"|\bBun\.(?:connect|udpSocket|spawn)|(?<![.\w])fetch\(/;
  const src = fileURLToPath(new URL("../../src/", import.meta.url));
  const opening = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && opens.test(readFileSync(src + file, "utf8")),
  );
  // Copies (it starts itself), its own doors, numbers for this machine, requests to others, the demo’s young people, and setup,
  // which has systemd and apt do their part and only looks whether a name is an address.
  const known = [
    "backup/work",
    "config",
    "control",
    "demo/client",
    "health",
    "listen-node",
    "metrics/metrics",
    "setup/machine",
    "setup/steps",
    // A newer program takes the place of this one, which stands in for itself on its own port meanwhile.
    ...["upgrade/hands", "upgrade/program", "upgrade/service", "upgrade/stand-in"],
  ].map((name) => `${name}.ts`);
  expect(opening.filter((file) => !file.startsWith("outgoing/")).sort()).toEqual(known);
});

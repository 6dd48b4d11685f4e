import { afterAll, expect, test, vi } from "vitest";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { says } from "#tests/support/house/http.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { type Caddy, caddy, hasCaddy, helplineName } from "#tests/support/outside/caddy.ts";
import { outcome, run } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { patience } from "#tests/support/run/night.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { canBeRoot, type Unit, unitOf, unitResult } from "#tests/support/upgrade/unit.ts";

vi.setConfig({ testTimeout: patience(240_000) });

if (!hasCaddy) console.warn("An upgrade is not seen through Caddy: there is none on this machine.");

const env = { PATH: process.env.PATH ?? "" };

let unit: Unit;
let proxy: Caddy;
afterAll(async () => {
  await proxy?.stop();
  await unit?.remove();
});

/** What Noor's browser is told through Caddy: a status, and the page. */
async function asks(port: number, path: string, ...more: string[]) {
  const args = ["-s", "-i", "--max-time", "30", "--cacert", proxy.authority, "-H", "Accept: text/html"];
  const resolve = ["--resolve", `${helplineName}:${port}:127.0.0.1`];
  const { out } = await outcome(
    run("curl", [...args, ...resolve, ...more, `https://${helplineName}:${port}${path}`], { env }),
  );
  return { status: /^HTTP\/2 (\d+)/.exec(out)?.[1] ?? "nothing", page: out };
}

/** Opens the door again and again while something goes on, and sends words the first time that it is closed. */
async function whileNoorLooks<Done>(port: number, work: Promise<Done>) {
  const told = new Map<string, number>();
  let sent: Awaited<ReturnType<typeof asks>> | null = null;
  let closed = "";
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const { status, page } = await asks(port, "/");
    told.set(status, (told.get(status) ?? 0) + 1);
    if (status !== "503") continue;
    closed = page;
    sent ??= await asks(port, "/start", "--data-urlencode", "text=my words <stay>");
  }
  return { done: await done, told: [...told.keys()].sort(), closed, sent };
}

test.skipIf(!canBeRoot || !hasCaddy)(
  "R8: through Caddy an upgrade and a way back are a page that says “one moment”, and never an error of Caddy's",
  async () => {
    unit = await unitOf(binary(), (dataDir) => inFolder(dataDir, (helpline) => fillWorld(helpline, 1)));
    await unit.serves();
    const [http, https] = [await freePort(), await freePort()];
    proxy = await caddy({ upstream: new URL(unit.origin).host, http, https });

    const there = await whileNoorLooks(
      https,
      unitResult(unit, ["upgrade", newerBinary(), "--sha256", sha256(newerBinary())]),
    );
    expect(there.done).toMatchObject({ code: 0, out: expect.stringContaining(`Porchlight ${newer.version} serves`) });
    expect(there.told).toEqual(["200", "503"]);
    expect(there.closed).toMatch(/^retry-after: \d+\r?$/im);
    expect(there.closed).toMatch(/^refresh: \d+\r?$/im);
    expect(there.closed).toContain(says("youth.moment.text").split(".")[0]!);
    expect(there.sent?.status).toBe("503");
    expect(there.sent?.page).toContain("my words &lt;stay&gt;");
    expect((await asks(https, "/")).status).toBe("200");

    const back = await whileNoorLooks(https, unitResult(unit, ["rollback"], "back\n"));
    expect(back.done).toMatchObject({ code: 0, out: expect.stringContaining("Porchlight 0.1.0 serves") });
    expect(back.told).toEqual(["200", "503"]);
    const { status, page } = await asks(https, "/");
    expect(status).toBe("200");
    expect(page).toContain(says("backup.restored_note"));
    expect(proxy.log()).not.toContain('"level":"error"');
  },
);

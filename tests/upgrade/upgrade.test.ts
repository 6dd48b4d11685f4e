import { copyFileSync, existsSync, readdirSync, renameSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inFolder, openLive, writersOf } from "#lab/load/people/stage.ts";
import { fillWorld, type World } from "#lab/load/people/world.ts";
import { addUp, judge, type Tally } from "#lab/load/report/judge.ts";
import { seeded } from "#lab/load/report/random.ts";
import { readUpgrade } from "#src/upgrade/record.ts";
import { says } from "#tests/support/house/http.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { patience } from "#tests/support/run/night.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { canBeRoot, stored, type Unit, unitOf, unitResult } from "#tests/support/upgrade/unit.ts";

vi.setConfig({ testTimeout: patience(180_000), hookTimeout: patience(180_000) });

let unit: Unit;
let world: World;
beforeEach(async () => {
  unit = await unitOf(binary(), async (dataDir) => {
    world = await inFolder(dataDir, (helpline) => fillWorld(helpline, 3));
  });
  await unit.serves();
});
afterEach(() => unit.remove());

const upgraded = (...more: string[]) =>
  unitResult(unit, ["upgrade", newerBinary(), "--sha256", sha256(newerBinary()), ...more]);

/** Three young people who write for as long as something goes on; what became of their words, told from the files. */
async function whileTheyWrite<Done>(work: () => Promise<Done>): Promise<{ done: Done; told: string[]; tally: Tally }> {
  const writers = writersOf(world, unit, seeded(3));
  const sockets = await Promise.all(writers.map((writer) => openLive(unit.origin, writer)));
  let isOver = false;
  const writing = Promise.all(writers.map((writer) => writer.write(Number.POSITIVE_INFINITY, 100, () => isOver)));
  const done = await work();
  isOver = true;
  await writing;
  await unit.stop();
  const { rows } = stored(unit);
  const first = { text: "hello", clientId: "", acknowledged: true, seqs: [] };
  const tallies = writers.map(({ conversationId, outbox }) => {
    const anew = (rows.get(conversationId) ?? []).map((row) => ({ ...row, text: row.text ?? "(no key opens it)" }));
    return judge({ sent: { youth: [first, ...outbox.sent], counsellor: [] }, views: [], anew: [anew] });
  });
  return { done, told: await Promise.all(sockets.map(({ closed }) => closed)), tally: addUp(tallies) };
}

const faultsIn = ({ acknowledged, ...faults }: Tally) => Object.entries(faults).filter(([, n]) => n > 0);

test.skipIf(!canBeRoot)(
  "R8: three chats go on while Porchlight is replaced: each message is there once, in order",
  async () => {
    const { done, told, tally } = await whileTheyWrite(() => upgraded());
    expect(done).toEqual({ code: 0, err: "", out: expect.stringContaining(`Porchlight ${newer.version} serves`) });
    expect(told).toEqual(Array(3).fill("1001 restarting"));
    expect(faultsIn(tally)).toEqual([]);
    expect(tally.acknowledged).toBeGreaterThan(6);
    expect(stored(unit).migrations).toContain(newer.migration);
    expect([unit.sha256(), sha256(`${unit.program}.before`)]).toEqual([sha256(newerBinary()), sha256(binary())]);
    expect(existsSync(`${unit.program}.next`)).toBe(false);
    expect(readUpgrade(unit.data)).toMatchObject({ state: "done", to: { version: newer.version } });
  },
);

test.skipIf(!canBeRoot)(
  "R8: a newer one that starts on the copy and not in its place is put back, and nothing is lost",
  async () => {
    const before = unit.sha256();
    unit.breaks(sha256(newerBinary()), { HOST: "203.0.113.9" });
    const { done, tally } = await whileTheyWrite(() => upgraded("--closed", "6"));
    expect(done).toMatchObject({
      code: 1,
      err: expect.stringContaining("serves again with the data of before, and nothing is lost"),
    });
    expect(unit.log()).toContain("HOST must be an address of this machine");
    expect([faultsIn(tally), unit.sha256()]).toEqual([[], before]);
    expect(stored(unit).migrations).not.toContain(newer.migration);
    expect(stored(unit).replaced).toEqual([]);
    expect(readUpgrade(unit.data)).toBe(null);
  },
);

test.skipIf(!canBeRoot)(
  "R8: a way back says what it costs, asks for a word, keeps a copy of now, and closes the helpline with a note",
  async () => {
    expect((await upgraded()).code).toBe(0);
    const writers = writersOf(world, unit, seeded(3));
    await Promise.all(writers.slice(1).map((writer) => writer.write(2, 0)));
    const refused = await unitResult(unit, ["rollback"], "yes\n");
    expect(refused).toMatchObject({
      code: 1,
      out: expect.stringContaining("4 messages in 2 chats, 0 of them begun since then"),
    });
    expect(refused.err).toContain("Nothing was changed.");
    expect(unit.sha256()).toBe(sha256(newerBinary()));

    const copies = () => readdirSync(`${unit.data}.copies`).filter((name) => name.endsWith(".opened.json"));
    const before = copies().length;
    const back = await unitResult(unit, ["rollback"], "Back\n");
    expect(back).toMatchObject({ code: 0, out: expect.stringContaining("Porchlight 0.1.0 serves") });
    expect(copies().length).toBe(before + 1);
    const door = await (await fetch(`${unit.origin}/`)).text();
    expect(door).toContain(says("backup.restored_note"));
    const again = await unitResult(unit, ["rollback"], "back\n");
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("There is nothing to go back to") });
    await unit.stop();
    const { rows, migrations, replaced } = stored(unit);
    expect(replaced).toEqual(["program:99.0.0 → 0.1.0"]);
    expect(migrations).not.toContain(newer.migration);
    const said = [...rows.values()].flat().filter(({ side }) => side === "youth");
    expect(said.map(({ text }) => text)).toEqual(["hello", "hello", "hello"]);
    expect([unit.sha256(), sha256(`${unit.program}.before`)]).toEqual([sha256(binary()), sha256(newerBinary())]);
    expect(readdirSync(unit.data).filter((name) => name.includes(".going") || name.startsWith(".copy"))).toEqual([]);
  },
);

test.skipIf(!canBeRoot)("what a package has put into its place is taken the same way, or put back", async () => {
  const [old, fresh] = [unit.sha256(), sha256(newerBinary())];
  renameSync(unit.program, `${unit.program}.before`);
  copyFileSync(newerBinary(), unit.program);
  unit.breaks(fresh, { HOST: "203.0.113.9" });
  const kept = await unitResult(unit, ["upgrade", "--installed", "--closed", "5"]);
  expect(kept).toMatchObject({ code: 1, err: expect.stringContaining("0.1.0 serves again with the data of before") });
  expect(unit.sha256()).toBe(old);
  // As dpkg --configure -a tries it again: the newer one lies beside the one that runs.
  expect(sha256(`${unit.program}.before`)).toBe(fresh);
  unit.breaks("", {});
  const { code, out } = await unitResult(unit, ["upgrade", "--installed"]);
  expect([code, out]).toEqual([0, expect.stringContaining(`Porchlight ${newer.version} serves`)]);
  expect(await unitResult(unit, ["upgrade", "--installed"])).toMatchObject({
    code: 0,
    out: `Porchlight ${newer.version} runs here already.\n`,
  });
  await unit.stop();
  expect(stored(unit).migrations).toContain(newer.migration);
});

test.skipIf(!canBeRoot)("where it is started by hand, the command says when to start it, and waits", async () => {
  const file = newerBinary();
  const command = unit.command(["upgrade", file, "--sha256", sha256(file), "--data-dir", unit.data]);
  await command.says(/Start Porchlight now/);
  expect([unit.isUp(), unit.sha256()]).toEqual([false, sha256(file)]);
  unit.start();
  expect([await command.ended, command.out()]).toEqual([0, expect.stringContaining(`${newer.version} serves`)]);
});

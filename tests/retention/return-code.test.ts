import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { bareCode } from "#src/conversation/return/code-words.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { k, q } from "#src/db/schema.ts";
import { log } from "#src/log.ts";
import { forget, replayErasures } from "#src/retention/forget.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { act, give, says, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const dayMs = 24 * 60 * 60_000;

async function onDisk() {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-code-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = fakeClock();
  const files = filesIn(folder, clock.now());
  const line = await house({ clock, files });
  await open(line);
  const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  return { clock, files, line, bytes };
}

test("[S1] a code is in no byte of the data, the keys, their logs and what is reported, from when it is shown until long after", async () => {
  let written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const { line, bytes } = await onDisk();
  line.helpline.report = log;
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const codes = [await getsCode(noor), await getsCode(noor)];
  await noor.get("/leave");
  expect((await otherPhone(line, codes[1]!)).answer.to).toBe("/");
  await otherPhone(line, `${codes[1]} more`);
  for (const code of codes) {
    for (const form of [code, bareCode(code), code.replaceAll(" ", "+"), code.replaceAll(" ", "")]) {
      expect(bytes().includes(form)).toBe(false);
      expect(written).not.toContain(form);
    }
  }
});

test("what a code opens goes with the words, in every byte of keys.db, and does not come back with an older one", async () => {
  const { clock, files, line, bytes } = await onDisk();
  const { db } = line.helpline;
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  await getsCode(noor);
  const row = files.keys.prepare("SELECT * FROM code_wrap").get() as { bytes: Buffer; salt: Buffer };
  await getsCode(noor);
  // What the first one opened is gone at once.
  expect(bytes().includes(row.bytes)).toBe(false);
  const kept = files.keys.prepare("SELECT * FROM code_wrap").get() as typeof row & Record<string, number>;
  await noor.post("/end");
  clock.pass(15 * dayMs);
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
  for (const part of [kept.bytes, kept.salt]) expect(bytes().includes(part)).toBe(false);
  for (const table of ["return_code", "return_part"] as const) {
    expect(db.all(q.selectFrom(table).selectAll())).toEqual([]);
  }
  await db.change("porchlight", (tx) => tx.keys.run(k.insertInto("code_wrap").values(kept as never)));
  await db.change("porchlight", (tx) => replayErasures(tx));
  expect(files.keys.prepare("SELECT count(*) FROM code_wrap").pluck().get()).toBe(0);
});

test("what a code opens goes at once with a chat that is deleted, though a complaint holds its words", async () => {
  const { files, line, bytes } = await onDisk();
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const code = await getsCode(noor);
  const row = files.keys.prepare("SELECT * FROM code_wrap").get() as { bytes: Buffer };
  await noor.post("/end");
  await noor.post("/help", { text: "it was wrong" });
  await noor.post("/clear", { sure: "yes" });
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(1);
  expect(bytes().includes(row.bytes)).toBe(false);
  expect((await otherPhone(line, code)).answer.text).toContain(says("youth.back.wrong"));
});

test("[SG5] what a code opens goes at once with a chat that is deleted in danger, though its words stay for those on shift", async () => {
  const { files, line, bytes } = await onDisk();
  const noor = await youth(line);
  await give(line, noor.id, line.anna);
  const code = await getsCode(noor);
  const row = files.keys.prepare("SELECT * FROM code_wrap").get() as { bytes: Buffer };
  const risk = { conversationId: noor.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, risk));
  await noor.post("/clear", { sure: "yes" });
  expect(files.keys.prepare("SELECT count(*) FROM wrap").pluck().get()).toBe(1);
  expect(bytes().includes(row.bytes)).toBe(false);
  expect((await otherPhone(line, code)).answer.text).toContain(says("youth.back.wrong"));
});

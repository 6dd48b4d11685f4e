import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import Database from "#sqlite";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { openFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { openHelpline } from "#src/helpline.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { setMailServer } from "#src/mail/server.ts";
import { post, serverAt } from "#tests/support/outside/post.ts";
import { type Process, porchlight } from "#tests/support/outside/process.ts";

// PROMISES.md R9: the process itself is killed (kill -9) while a real mail server keeps it waiting, and started again on the same
// files. tests/mail has what the server alone may do.

const to = ["noor", "sam", "anna"].map((name) => `${name}@helpline.test`);

let house: Process;
beforeEach(async () => {
  house = await porchlight();
  onTestFinished(() => house.remove());
});

/** Something done to the files while no process has them. */
async function between<Result>(work: (helpline: Helpline) => Promise<Result>): Promise<Result> {
  const config = readConfig({ DATA_DIR: house.dataDir, MASTER_KEY_FILE: house.keyFile }, []);
  const files = openFiles(house.dataDir, systemClock.now());
  const master = readMasterKey(house.keyFile);
  const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: () => {} });
  try {
    return await work(helpline);
  } finally {
    helpline.db.close();
  }
}

/** Three mails in the outbox, for a server at a port. */
const queue = (port: number) =>
  between(({ db }) =>
    db.change("porchlight", (tx, emit) => {
      setMailServer(tx, emit, { server: serverAt(port) });
      for (const one of to) {
        queueMail(tx, emit, { to: one, subject: "s", text: "words", purpose: "callback", about: null });
      }
    }),
  );

/** What the outbox says of them, in the order in which they were queued. */
const outbox = () =>
  between(async ({ db }) =>
    db.all(q.selectFrom("mail").select(["message_id", "outcome", "tries"]).orderBy("id")).map((row) => ({ ...row })),
  );

/** How many are settled, read beside the running process. */
function settled(): unknown {
  const file = new Database(join(house.dataDir, "porchlight.db"), { readonly: true });
  try {
    return file.prepare("SELECT count(*) FROM mail WHERE settled_at IS NOT NULL").pluck().get();
  } finally {
    file.close();
  }
}

/** The minute until the next try has passed. */
const aMinuteLater = () =>
  between(({ db }) =>
    db.change("porchlight", (tx) => {
      tx.run(q.updateTable("mail").set({ next_try_at: tx.at }).where("settled_at", "is", null));
    }),
  );

/** The mail server is well, on the port it had: all three arrive, and nothing is left to do. */
async function allArrive(port: number): Promise<string[]> {
  const well = await post({ port });
  onTestFinished(() => well.close());
  await house.start();
  await well.until(to.length);
  await expect.poll(settled).toBe(to.length);
  await house.stop();
  const rows = await outbox();
  expect(rows.map(({ outcome, tries }) => [outcome, tries])).toEqual(to.map(() => ["sent", 2]));
  expect(well.taken.map((one) => one.to.join()).sort()).toEqual(to.toSorted());
  const ids = well.taken.map(({ read }) => read.messageId);
  expect(ids.toSorted()).toEqual(rows.map(({ message_id }) => message_id).toSorted());
  return well.taken.map(({ raw }) => raw.match(/^Message-ID: (.*)$/im)![1]!);
}

/** Resolves when it was called so many times. */
function calls(times: number) {
  let left = times;
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    promise,
    call: () => {
      left -= 1;
      if (left === 0) resolve();
    },
  };
}

test.each(["the greeting", "MAIL FROM", "RCPT TO"])(
  "killed while the server is silent at %s: every mail comes once",
  async (at) => {
    await house.kill();
    const reached = calls(to.length);
    const silent = { "the greeting": "onConnect", "MAIL FROM": "onMailFrom", "RCPT TO": "onRcptTo" }[at]!;
    const stalls = await post({ [silent]: reached.call });
    await queue(stalls.port);
    await house.start();
    await reached.promise;
    await house.kill();
    await stalls.close();
    expect(stalls.taken).toEqual([]);
    await aMinuteLater();
    await allArrive(stalls.port);
  },
);

test("killed between the words and the yes to them: those mails come again, under the same Message-ID", async () => {
  await house.kill();
  const had: string[] = [];
  const reached = calls(to.length);
  const stalls = await post({
    // It has read all of it, and says nothing.
    onData: async (stream) => {
      let raw = "";
      for await (const piece of stream) raw += piece;
      had.push(raw.match(/^Message-ID: (.*)$/im)![1]!.trim());
      reached.call();
    },
  });
  await queue(stalls.port);
  await house.start();
  await reached.promise;
  await house.kill();
  await stalls.close();
  await aMinuteLater();
  const again = await allArrive(stalls.port);
  expect(again.map((id) => id.trim()).toSorted()).toEqual(had.toSorted());
});

test("killed after one was taken and while others are under way: that one does not come again", async () => {
  await house.kill();
  const [taken, reached] = [calls(1), calls(to.length - 1)];
  const stalls = await post({
    onRcptTo: ({ address }, _session, done) => {
      if (address === to[0]) return done();
      reached.call();
    },
    onData: async (stream, _session, done) => {
      for await (const _ of stream);
      done();
      taken.call();
    },
  });
  await queue(stalls.port);
  await house.start();
  await Promise.all([taken.promise, reached.promise]);
  // The yes was heard and noted.
  await expect.poll(settled).toBe(1);
  await house.kill();
  await stalls.close();
  await aMinuteLater();
  const well = await post({ port: stalls.port });
  onTestFinished(() => well.close());
  await house.start();
  await expect.poll(settled).toBe(to.length);
  await house.stop();
  expect((await outbox()).map(({ outcome, tries }) => [outcome, tries])).toEqual([
    ["sent", 1],
    ["sent", 2],
    ["sent", 2],
  ]);
  expect(well.taken.map((one) => one.to.join()).sort()).toEqual(to.slice(1).toSorted());
});

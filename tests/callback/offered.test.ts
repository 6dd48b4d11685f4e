import { expect, test } from "vitest";
import { maxAsked, waitingCallbacks } from "#src/callback/callback.ts";
import { callbackOffered, whyNotOffered } from "#src/callback/request.ts";
import { setMailServer } from "#src/mail/server.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asks, desk } from "./desk.ts";

const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.code as string,
  );

test("it is offered only where it can be kept: switched on, with a mail server, and somebody there within a week", async () => {
  const home = await desk();
  const { db } = home.helpline;
  const offered = () => callbackOffered(db, 1, home.clock.now());
  expect(offered()).toBe(true);
  expect(callbackOffered(db, 99, home.clock.now())).toBe(false);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "callbackOn", value: false }));
  expect([offered(), whyNotOffered(db)]).toEqual([false, "off"]);
  expect(await code(asks(home, "noor@example.org"))).toBe("closed");
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "callbackOn", value: true }));
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
  expect([offered(), whyNotOffered(db)]).toEqual([false, "not_open"]);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "opening", value: "open" }));
  await db.change("porchlight", (tx, emit) => setMailServer(tx, emit, { server: null }));
  expect([offered(), whyNotOffered(db)]).toEqual([false, "no_mail"]);
  const locked = await desk({ files: home.files, master: null, clock: home.clock });
  expect(whyNotOffered(locked.helpline.db)).toBe("locked");
});

test("however many wait on a line, others may ask too, until this machine could not keep them in view", async () => {
  const home = await desk();
  const wait = home.files.data.prepare(
    "INSERT INTO callback (line_id, language, shared, offered, asked_at) VALUES (1, 'en', 'no', 'closed', ?)",
  );
  const offered = () => callbackOffered(home.helpline.db, 1, home.clock.now());
  for (let n = 0; n < maxAsked - 1; n += 1) wait.run(home.clock.now());
  expect(offered()).toBe(true);
  await asks(home, "noor@example.org");
  expect(offered()).toBe(false);
  expect(waitingCallbacks(home.helpline.db, home.clock.now())).toEqual([{ lineId: 1, asked: maxAsked, invited: 0 }]);
  home.files.data.prepare("UPDATE callback SET ended_at = 0, end_reason = 'told', address = NULL WHERE id = 1").run();
  expect(offered()).toBe(true);
});

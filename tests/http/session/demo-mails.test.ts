import { beforeEach, expect, test } from "vitest";
import { askNeighbour, openMailbox } from "#src/demo/outside.ts";
import { openApp } from "#src/http/server/app.tsx";
import { type House, house } from "#tests/support/house/helpline.ts";
import { person, says, staff } from "#tests/support/house/http.ts";

let line: House;
beforeEach(async () => {
  line = await house();
});

const way = {
  host: "localhost",
  port: 2525,
  security: "none",
  login: "",
  senderAddress: "",
  senderName: "",
  password: "",
};
const mail = { to: "noor@school.example", messageId: "", at: Date.UTC(2026, 10, 24, 17) };

test("GET /staff/demo/mails is not there for a helpline of real people, whoever asks", async () => {
  expect((await person(line).get("/staff/demo/mails")).status).toBe(404);
  expect((await (await staff(line, line.aino)).get("/staff/demo/mails")).status).toBe(404);
});

test("in a demo it says what would have gone to whom, the newest first, and only its own addresses are links", async () => {
  const mailbox = openMailbox();
  const helpline = { ...line.helpline, demo: { accounts: [], mailbox, ask: askNeighbour } };
  const demo: House = { ...line, helpline, app: openApp(helpline) };
  const empty = await person(demo).get("/staff/demo/mails");
  expect(empty.text).toContain(says("session.demo.mails.none"));
  const text = "Come in: http://localhost:8080/later/x\nor http://elsewhere.example/later/x <b>";
  await mailbox.send({ ...way, security: "none" }, { ...mail, subject: "The first", text });
  await mailbox.send({ ...way, security: "none" }, { ...mail, subject: "The second", text: "Hi" });
  const { status, text: page } = await person(demo).get("/staff/demo/mails");
  expect(status).toBe(200);
  expect(page.indexOf("The second")).toBeLessThan(page.indexOf("The first"));
  expect(page).toContain("noor@school.example");
  expect(page).toContain('<a href="http://localhost:8080/later/x">');
  expect(page).not.toContain('href="http://elsewhere.example');
  expect(page).toContain("&lt;b&gt;");
});

test("the box keeps the newest hundred", async () => {
  const mailbox = openMailbox();
  for (let n = 0; n < 102; n += 1) {
    await mailbox.send({ ...way, security: "none" }, { ...mail, subject: `mail ${n}`, text: "" });
  }
  expect(mailbox.mails()).toHaveLength(100);
  expect(mailbox.mails()[0]!.subject).toBe("mail 101");
});

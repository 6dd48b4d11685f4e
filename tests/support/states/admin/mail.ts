import { jobs, runJob } from "#src/jobs.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of the mails, with a real mail server. */
export async function everyMailState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const picky = await post({
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("nobody@") ? done(no(550, "5.1.1 no such user")) : done(),
  });
  const aino = await counsellor(house, { name: "aino" });
  const { page } = aino;
  const open = () => page.goto(`${house.origin}/admin/mail`);
  await aino.signIn();
  await open();
  await lookAt("mail-unset", page);
  await page.fill("#host", "smtp.example.org");
  await page.fill("#port", "mail");
  await page.selectOption("#security", "none");
  await page.fill("#sender", "noreply at example.org");
  await page.fill("#name", "Lantern <x>");
  await page.click("form[action='/admin/mail'] .main");
  await page.locator("#sender-wrong").waitFor();
  await lookAt("mail-wrong", page);
  await page.fill("#host", "127.0.0.1");
  await page.fill("#port", String(picky.port));
  await page.fill("#sender", "noreply@example.org");
  await page.fill("#name", "Lantern");
  await page.click("form[action='/admin/mail'] .main");
  await page.waitForURL(/saved=/);
  await lookAt("mail-set", page);

  const tries = async (address: string) => {
    await page.fill("#address", address);
    await page.click("form[action$='/test'] button");
  };
  await tries("aino at example.org");
  await page.locator("#address-wrong").waitFor();
  await lookAt("mail-test-wrong", page);
  await tries("nobody@example.org");
  await page.locator("main [role=alert]").waitFor();
  await lookAt("mail-test-refused", page);
  await tries("aino@example.org");
  await page.waitForURL(/did=tested/);
  await lookAt("mail-tested", page);

  await fails(house, "nobody@example.org");
  await open();
  await page.locator("#mail-now li").waitFor();
  await page.click("details.ask summary");
  await lookAt("mail-failed", page);
  await page.goto(`${house.origin}/admin`);
  await lookAt("mail-failed-settings", page);
  // Back to a server without a stored password.
  for (const host of ["smtp.example.org", "smtp.elsewhere.example"]) {
    await sendsTo(house, 587, { host, login: "lantern", security: "starttls" }, "hush");
  }
  await open();
  await page.click("#history li button");
  await page.locator("main [role=alert]").waitFor();
  await lookAt("mail-undo", page);
  await page.context().close();
  await isDown(house, picky, lookAt);
  return house;
}

/** One mail bounces for good, one does not get through for now. */
async function fails(house: Server, to: string) {
  const mail = { to, subject: "A word", text: "There is time now.", purpose: "callback" as const, about: null };
  await act(house, house.aino, (tx, emit) => queueMail(tx, emit, mail));
  await runJob(house.helpline, jobs.find(({ name }) => name === "mails")!);
}

/** No one answers any more, seen without JavaScript. */
async function isDown(house: Server, there: Post, lookAt: LookAt) {
  const aino = await counsellor(house, { name: "aino", js: false });
  await aino.signIn();
  await there.close();
  await sendsTo(house, there.port);
  await fails(house, "noor@example.org");
  await aino.page.goto(`${house.origin}/admin/mail`);
  await lookAt("mail-trouble-plain", aino.page);
  await aino.page.context().close();
}

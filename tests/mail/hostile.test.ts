import { afterAll, beforeAll, expect, test } from "vitest";
import { HelplineError } from "#src/errors.ts";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { type OutgoingMail, queueMail } from "#src/mail/outbox.ts";
import { hostileAddresses } from "#tests/support/hostile/addresses.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";

// PROMISES.md A16: hostile addresses and names are refused with a sentence, or come to exactly one recipient without any
// header that is not ours.

let home: House;
let server: Post;
beforeAll(async () => {
  home = await house();
  server = await post();
  await sendsTo(home, server.port);
});
afterAll(() => server.close());

const ours = [
  ...["auto-submitted", "content-transfer-encoding", "content-type", "date", "from"],
  ...["message-id", "mime-version", "subject", "to"],
];

/** null = refused with a sentence. */
async function sent(mail: Partial<OutgoingMail>): Promise<Post["taken"][0] | null> {
  const letter = { to: "noor@example.org", subject: "s", text: "t", purpose: "invite" as const, about: null, ...mail };
  const before = server.taken.length;
  try {
    await home.helpline.db.change("porchlight", (tx, emit) => queueMail(tx, emit, letter));
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    expect([error.code, error.field]).toEqual(["bad_input", "address"]);
    expect(translate("en")(error.key, error.values)).toMatch(/^[A-Z].*\.$/);
    return null;
  }
  await runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
  expect(server.taken.length).toBe(before + 1);
  return server.taken.at(-1)!;
}

test.each(hostileAddresses)("[ASVS 1.3.11] the address %j: a sentence, or one recipient", async (to) => {
  const mail = await sent({ to });
  if (mail === null) return;
  expect(mail.to).toHaveLength(1);
  expect(mail.to[0]).not.toMatch(/^sam@/);
  expect([...mail.read.headers.keys()].sort()).toEqual(ours);
  expect(mail.read.to).toMatchObject({ value: [{ address: mail.to[0] }] });
});

const names = [
  "Lantern\r\nBcc: sam@example.org",
  "Lantern\nX-Other: yes",
  "Lantern, sam@example.org",
  "Lantern <sam@example.org>",
  'Lantern" <sam@example.org>, "',
  "friends: sam@example.org;",
  "Lantérn \u{1F3EE}",
  "Lan\u2028tern",
  "=?utf-8?q?Bcc:_sam?=",
  "Lantern ".repeat(1_280),
];

test.each(names)("[ASVS 1.3.11] the sender name %j: one recipient, one sender, no other header", async (senderName) => {
  const mail = (await sent({ senderName }))!;
  expect(mail.to).toEqual(["noor@example.org"]);
  expect(mail.from).toBe("noreply@helpline.test");
  expect([...mail.read.headers.keys()].sort()).toEqual(ours);
  expect(mail.read.from!.value.map(({ address }) => address)).toEqual(["noreply@helpline.test"]);
});

test.each(["s\r\nBcc: sam@example.org", "s\r\n\r\nanother body", "é\r\nX: y", "x".repeat(10_240)])(
  "the subject %j begins no other header",
  async (subject) => {
    const mail = (await sent({ subject }))!;
    expect(mail.to).toEqual(["noor@example.org"]);
    expect([...mail.read.headers.keys()].sort()).toEqual(ours);
    expect(mail.read.text).toBe("t\n");
  },
);

test("a point alone on a line does not end the mail", async () => {
  const mail = (await sent({ text: "first\n.\nMAIL FROM:<x@example.org>\n" }))!;
  expect(mail.read.text).toBe("first\n.\nMAIL FROM:<x@example.org>\n");
});

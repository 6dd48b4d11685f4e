import { q } from "#src/db/schema.ts";
import { checkNow } from "#src/jobs/audit.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { tellReadAlone } from "#src/retention/reading/alone-mail.ts";
import { setSettings } from "#src/settings/settings.ts";
import { tellOwner } from "#src/staff/accounts/account-mail.ts";
import { inviteByMail } from "#src/staff/accounts/invite-mail.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { writeWaits } from "#src/staff/waits-mail.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, type Person } from "#tests/support/house/http.ts";
import { post, sendsTo, type Taken } from "#tests/support/outside/post.ts";
import { asks } from "#tests/support/people/later.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

const week = 7 * 24 * 3_600_000;

/** Whom the mails of an evening concern. */
interface Involved {
  /** An admin on call who wants the weekly mail, and their browser. */
  admin: StaffMember;
  browser: Person;
  available: StaffMember;
  forWhom: string;
  words: string;
}

/** Returns at least one mail of each purpose, as a real server took it, each from its real cause. */
export async function everyMail(line: TimedServer, who: Involved): Promise<{ purpose: string; mail: Taken }[]> {
  const { admin, browser, available, forWhom, words } = who;
  const run = (name: string) => runJob(line.helpline, jobs.find((job) => job.name === name)!);
  const server = await post();
  await sendsTo(line, server.port);
  await act(line, admin, (tx, emit) => {
    setOwnAddress(tx, emit, { staffId: admin.id, address: "own@staff.example", digest: true, trail: true });
    tellOwner(tx, emit, { staffId: admin.id, news: "names" });
    tellReadAlone(tx, emit, { conversationId: 1, why: "danger", readers: [available.id], at: tx.at });
    // Of a chat in which none of them had a part.
    tellReadAlone(tx, emit, { conversationId: 0, why: "concern", readers: [available.id], at: tx.at });
    writeWaits(tx, emit, { staffId: admin.id, link: `${line.origin}/staff` });
    tx.run(q.updateTable("staff_address").set({ at: tx.at - week }));
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: Array(7).fill(admin.id), onCallDates: [] } });
    const link = { roles: ["counsellor" as const], madeBy: admin.id, forWhom, address: "new@staff.example" };
    const linkOf = (token: string) => `${line.origin}/staff/welcome/${token}`;
    inviteByMail(tx, emit, { ...link, language: "en", linkOf });
  });
  await browser.post("/admin/mail/test", { address: "test@staff.example" });
  await run("what became of the week");
  await checkNow(line.helpline);
  await run("the end of the audit trail, sent elsewhere");
  await open(line, available);
  await asks(line, "noor@mail.example");
  await run("whoever asked to be written to");
  await comesIn(line, words, { urgent: true });
  line.clock.pass(3 * 60_000);
  await run("what whoever is on call has to know");
  await run("mails");
  const sent = line.helpline.db.all(q.selectFrom("mail").select(["purpose", "message_id", "outcome"]));
  await server.until(sent.length);
  await server.close();
  return server.taken.map((mail) => {
    return { purpose: sent.find((one) => one.message_id === mail.read.messageId)!.purpose, mail };
  });
}

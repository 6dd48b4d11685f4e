import { openConcern } from "#src/conversation/complaint/complaint.ts";
import { keepAnswerCode } from "#src/conversation/complaint/complaint-answer.ts";
import { sayAccount } from "#src/conversation/complaint/complaint-told.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { setNewChats } from "#src/staff/shift/new-chats.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { act } from "#tests/support/house/http.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { namesLead, reads, tellsAnna, wrongIn } from "#tests/support/rights/lead.ts";
import type { LookAt, TimedServer } from "#tests/support/states/youth/youth.ts";

/** Goes through a lead's work, and what the people they tell read. */
export async function everyLeadState(house: TimedServer, lookAt: LookAt): Promise<void> {
  const lead = await namesLead(house);
  const [anna, dora, aino] = [
    await counsellor(house),
    await counsellor(house, { name: "dora" }),
    await counsellor(house, { name: "aino" }),
  ];
  await anna.signIn();
  await anna.available();
  const id = await talking(house, "things at home are bad");
  await youthEnds(house, id);
  await wrongIn(house, id);
  await dora.signIn();
  await dora.page.waitForSelector("#to-concern-1");
  await lookAt("lead-called", dora.page);
  const toIt = () => dora.page.goto(`${house.origin}/staff/concerns/1`);
  await reads(house, lead, 1);
  await toIt();
  await lookAt("lead-concern", dora.page);
  await dora.page.fill("#words", "Somebody felt asked for a number.");
  await dora.page.click("form[action*='/inform'] button");
  await dora.page.waitForSelector(".wrong");
  await lookAt("lead-concern-wrong", dora.page);
  await anna.page.goto(`${house.origin}/staff/heard`);
  await lookAt("heard-none", anna.page);
  await tellsAnna(house, lead, 1);
  await anna.page.goto(`${house.origin}/staff`);
  await anna.page.waitForSelector("#heard-1");
  await lookAt("heard-for-you", anna.page);
  await anna.page.goto(`${house.origin}/staff/heard`);
  await lookAt("heard", anna.page);
  await house.helpline.db.change("youth", (tx) => keepAnswerCode(tx, { conversationId: id, locator: "0".repeat(64) }));
  await act(house, lead, (tx, emit) => setNewChats(tx, emit, { staffId: house.anna.id, by: lead.id, takes: false }));
  await toIt();
  await lookAt("lead-told", dora.page);
  await aino.signIn(`/admin/staff/${house.anna.id}`);
  await lookAt("member-off-new-chats", aino.page);
  await dora.page.goto(`${house.origin}/staff/new-chats`);
  await lookAt("new-chats", dora.page);
  await act(house, lead, (tx, emit) => {
    openEnded(tx, emit, { conversationId: id, member: lead, why: "concern" });
    openConcern(tx, emit, { id: 1, staffId: lead.id });
  });
  const said = { id: 1, staffId: house.anna.id, text: "I asked for the town, to find a place." };
  await act(house, house.anna, (tx, emit) => sayAccount(tx, emit, said));
  await toIt();
  await dora.page.click("#concern-1 button[value=yes]");
  await dora.page.waitForSelector("#unanswered");
  await lookAt("lead-unanswered", dora.page);
  await dora.page.click("#unanswered button");
  await dora.page.waitForURL("**/staff/concerns");
  await anna.page.goto(`${house.origin}/staff`);
  await anna.page.waitForSelector("#closed-1");
  await lookAt("heard-closed", anna.page);
  const link = { roles: ["lead" as const], first: false, madeBy: house.aino.id };
  const token = await act(house, house.aino, (tx, emit) => invite(tx, emit, link));
  await dora.page.goto(`${house.origin}/staff/welcome/${token}`);
  await lookAt("lead-welcome", dora.page);
  for (const one of [anna, dora, aino]) await one.page.context().close();
}

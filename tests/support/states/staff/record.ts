import { talking } from "#tests/support/house/chats.ts";
import { ages, endedChat, saves } from "#tests/support/house/records.ts";
import { counsellor } from "#tests/support/people/people.ts";
import { type LookAt, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of contact records and the list of reasons. */
export async function everyRecordState(lookAt: LookAt): Promise<TimedServer> {
  const house = await timedServer();
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
  const open = await talking(house, "they made a group without me");
  await anna.page.goto(`${house.origin}/staff/conversation/${open}/reasons`);
  await anna.page.fill(`#ticking-${open}-find`, "friend");
  await anna.page.click(`#ticking-${open} .found-reasons [data-code="peers.friends"]`);
  await anna.page.waitForSelector(`#ticked-${open} input`, { state: "attached" });
  await anna.page.click(`#ticking-${open} [data-group=family] summary`);
  await lookAt("record-ticking", anna.page);
  const first = await endedChat(house, "they post pictures all day long");
  const second = await endedChat(house, "hello?");
  const { page } = anna;
  await page.goto(`${house.origin}/staff/conversation/${first}`);
  await lookAt("record-open", page);
  await page.fill(`#record-${first}-find`, "friend");
  await page.click(`#record-${first} .found-reasons [data-code="peers.friends"]`);
  await page.waitForSelector(`#record-${first} .kept:not([hidden])`);
  await lookAt("record-found", page);
  await page.goto(`${house.origin}/staff/conversation/${second}`);
  await page.click(`#record-${second} [value=finish]`);
  await page.waitForSelector(`#record-${second}-wrong-reasons`);
  await lookAt("record-refused", page);
  await page.goto(`${house.origin}/staff/conversation/${second}`);
  await page.click(`#close-${second}`);
  await page.waitForSelector(".close-ask");
  await lookAt("record-close-asks", page);
  await page.click(`#record-${second}-one-click summary`);
  await page.click(`#record-${second} [value=joke]`);
  await page.waitForSelector(`#recorded-${second}`);
  await lookAt("record-done", page);
  await page.goto(`${house.origin}/staff/records`);
  await lookAt("records", page);
  await page.goto(`${house.origin}/staff/records/new`);
  await page.click("#record [value=finish]");
  await page.waitForSelector(".wrong[role=alert]");
  await lookAt("record-by-hand", page);
  const old = await saves(house, house.anna, {
    of: { conversationId: await endedChat(house) },
    note: "Her sister knows.",
  });
  await ages(house, old, 25 * 3_600_000);
  await page.goto(`${house.origin}/staff/records/${old}`);
  await lookAt("record-read", page);
  await page.context().close();
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff/records?of=lines`);
  await lookAt("records-of-lines", bela.page);
  await bela.page.goto(`${house.origin}/staff/records/${old}`);
  await lookAt("record-corrects", bela.page);
  await bela.page.context().close();
  await forAdmins(house, lookAt);
  return house;
}

async function forAdmins(house: TimedServer, lookAt: LookAt) {
  const aino = await counsellor(house, { name: "aino" });
  const { page } = aino;
  await aino.signIn();
  await page.goto(`${house.origin}/admin/reasons?reason=new&group=education`);
  await page.fill("[id='name.en']", "Exams");
  await page.waitForSelector("iframe[name='preview-1']:not(.coming)");
  await lookAt("reason-new", page);
  await page.click(".save .main");
  await page.waitForSelector("#saved");
  await lookAt("reasons-saved", page);
  await page.goto(`${house.origin}/admin/reasons?reason=new&group=education`);
  await page.click(".save .main");
  await page.waitForSelector(".error");
  await lookAt("reason-wrong", page);
  await page.context().close();
}

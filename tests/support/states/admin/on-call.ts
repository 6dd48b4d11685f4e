import { tellTest } from "#src/on-call/notices.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { settleCall } from "#src/on-call/webhook-delivery.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of being on call, with JavaScript and without. */
export async function everyOnCallState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  const aino = await counsellor(house, { name: "aino" });
  const { page } = aino;
  const open = () => page.goto(`${house.origin}/admin/on-call`);
  await aino.signIn();
  await open();
  await lookAt("on-call-empty", page);
  await page.fill("#hook", "http://ntfy.example/porch");
  await page.click("form[action$='/hook'] button");
  await page.locator("#hook-wrong").waitFor();
  await lookAt("on-call-wrong", page);
  await act(house, house.aino, (tx, emit) => setHook(tx, emit, { address: "https://ntfy.example/porch" }));
  await open();
  for (let day = 0; day < 7; day += 1) await page.selectOption(`#week-${day}`, String(house.bela.id));
  await page.click("[value=week]");
  await page.locator("#saved button").waitFor();
  await page.fill("#date", "2032-12-24");
  await page.selectOption("#person", String(house.aino.id));
  await page.click("[value=add]");
  await page.locator("[value=remove]").waitFor();
  await page.click("#evenings summary");
  await lookAt("on-call-set", page);
  // One failed for good, one is under way; the guard lets nothing out of here.
  await page.click("form[action$='/test'] button");
  await page.locator("#sent li").waitFor();
  const link = `${house.origin}/staff`;
  const id = await act(house, house.aino, (tx, emit) => tellTest(tx, emit, { by: house.aino.id, link }));
  await act(house, house.aino, (tx, emit) => settleCall(tx, emit, { noticeId: id, error: null }));
  await open();
  await page.locator("#sent li >> nth=1").waitFor();
  await lookAt("on-call-told", page);
  await page.context().close();
  await fromAbove(house, lookAt);
  return house;
}

async function fromAbove(house: Server, lookAt: LookAt) {
  const bela = await counsellor(house, { name: "bela", js: false });
  await bela.signIn();
  await act(house, house.aino, (tx, emit) => {
    setHook(tx, emit, { address: "" });
    tellTest(tx, emit, { by: house.aino.id, link: null });
  });
  await bela.page.goto(`${house.origin}/admin/on-call`);
  await lookAt("on-call-plain", bela.page);
  await bela.page.goto(`${house.origin}/staff/overview`);
  await bela.page.locator("#overview-on-call b").waitFor();
  await lookAt("on-call-above", bela.page);
  await bela.page.context().close();
}

import { checkNow } from "#src/jobs/audit.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor } from "#tests/support/people/people.ts";
import type { LookAt } from "#tests/support/states/youth/youth.ts";

/** Goes through every state of the audit trail, and of contact details that counsellors and supervisors send. */
export async function everyAuditState(lookAt: LookAt): Promise<Server> {
  const house = await server();
  await open(house);
  await ownContact(house, lookAt);
  const { page, signIn } = await counsellor(house, { name: "aino" });
  const go = (query = "") => page.goto(`${house.origin}/admin/audit${query}`);
  await signIn();
  await go();
  await lookAt("audit-closed", page);
  await page.click("main form .main");
  await page.waitForSelector(".list li");
  await lookAt("audit-entries", page);
  await page.selectOption("#kind", "mail");
  await page.click("form[method=get] button >> nth=0");
  await page.waitForURL(/kind=mail/);
  await lookAt("audit-none", page);
  await go("?from=2026-02-30");
  await lookAt("audit-no-day", page);
  await checkNow(house.helpline);
  await go("?entry=1&code=0");
  await lookAt("audit-whole", page);
  house.files.data.exec("DELETE FROM audit WHERE id IN (2, 5)");
  await checkNow(house.helpline);
  house.reported.length = 0;
  await go();
  await lookAt("audit-broken", page);
  await page.goto(`${house.origin}/admin`);
  await lookAt("audit-broken-settings", page);
  await page.context().close();
  return house;
}

async function ownContact(house: Server, lookAt: LookAt) {
  await comesIn(house, "hello");
  const anna = await counsellor(house);
  const { page } = anna;
  await anna.signIn();
  const id = await anna.take();
  const box = page.locator(".compose textarea");
  await box.fill("You can text me on 0470 12 34 56");
  await page.click(".compose .send");
  await page.locator(".contact-why select").waitFor();
  await lookAt("contact-asked", page);
  await page.selectOption(".contact-why select", "agreed");
  await page.click(".compose .send");
  await page.locator(".log p", { hasText: "0470" }).waitFor();
  await page.locator(".contact-why select").waitFor({ state: "hidden" });
  await page.context().close();
  const plain = await counsellor(house, { js: false });
  await plain.signIn();
  await plain.page.goto(`${house.origin}/staff/conversation/${id}`);
  await plain.page.fill(".compose textarea", "Or write to anna@mail.example");
  await plain.page.click(".compose .send");
  await plain.page.locator("#text").waitFor();
  await lookAt("contact-asked-plain", plain.page);
  await plain.page.context().close();
  const bela = await counsellor(house, { name: "bela" });
  await bela.signIn();
  await bela.page.goto(`${house.origin}/staff/overview`);
  await bela.page.locator("#overview-contacts").waitFor();
  await lookAt("contact-overview", bela.page);
  await bela.page.context().close();
}

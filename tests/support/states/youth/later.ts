import { refuse } from "#src/callback/link.ts";
import { setSetting } from "#src/settings/settings.ts";
import { asks, houseThatWrites, linkTo, nextEvening, type WritingHouse } from "#tests/support/people/later.ts";
import { young } from "#tests/support/people/people.ts";
import { change, hour, pass } from "./door.ts";
import { type LookAt, take } from "./youth.ts";

/** Goes through asking for a callback and coming by its link. */
export async function everyLaterState(lookAt: LookAt, locale = "en"): Promise<WritingHouse> {
  const house = await houseThatWrites();
  const noor = await young(house, { locale });
  const { page } = noor;
  const go = async (path: string, name: string) => {
    await page.goto(house.origin + path);
    await lookAt(name, page);
  };
  await go("/", "later-offered");
  await go("/later", "later-form");
  await page.fill("#address", "noor at mail");
  await page.click(".later .big");
  await page.waitForSelector("#address[aria-invalid]");
  await lookAt("later-wrong", page);
  await page.fill("#address", "noor@mail.example");
  await page.check("[value=unsure]");
  await page.click(".later .big");
  await page.click("[name=sure]");
  await page.waitForURL(/sent=1/);
  await lookAt("later-sent", page);
  await page.goto(`${house.origin}/later`);
  await page.fill("#address", "sam@mail.example");
  await page.check("[value=yes]");
  await page.click(".later .big");
  await page.waitForSelector("[name=sure]");
  await lookAt("later-warned", page);

  await nextEvening(house);
  const path = await linkTo(house, "noor@mail.example");
  await go("/later", "later-now");
  await go(path, "later-link");
  pass(house, 4 * hour);
  await go(path, "later-link-shut");
  await go("/later/nothing", "later-link-unknown");
  await change(house, (tx, emit) => refuse(tx, emit, { token: path.split("/").at(-1)! }));
  await go(path, "later-link-refused");
  await asks(house, "sam@mail.example");
  pass(house, 20 * hour);
  const second = await linkTo(house, "sam@mail.example");
  await page.goto(house.origin + second);
  await page.click("main form .big");
  await page.waitForSelector("#state.waiting");
  await go(second, "later-link-used");
  await take(house);
  await change(house, (tx, emit) => setSetting(tx, emit, { name: "callbackOn", value: false }));
  await go("/later", "later-off");
  await page.context().close();
  return house;
}

import { beforeEach, describe, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { byHand, inEvenings, stateNow } from "#tests/support/browser/shut-doors.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, person, says, youth } from "#tests/support/house/http.ts";

test("GET /help is there for everybody, open or not, and changes nothing", async () => {
  const line = await house();
  const { status, text, set } = await person(line).get("/help?l=fr");
  expect(status).toBe(200);
  expect(text).toContain('<html lang="fr"');
  expect(text).toContain('href="tel:112"');
  expect(text).toContain('href="/?l=fr"');
  expect(set).toEqual([]);
  expect(line.heard).toEqual([]);
});

test("during a chat it shows the way back to it, in the language of the chat and without its words", async () => {
  const line = await house();
  await open(line);
  const noor = await youth(line, "the secret words");
  const { text } = await noor.get("/help");
  expect(text).toContain(says("youth.frame.back_to_chat"));
  expect(text).not.toContain("secret words");
});

test("in danger: whom to call, and each country’s own way for whoever cannot talk aloud, as a link", async () => {
  const line = await house();
  const emergency = ["FR", "GB"].map((code) => shippedEmergency.find(({ country }) => country === code)!);
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value: emergency }));
  const { text } = await person(line).get("/help?l=fr");
  const part = text.replaceAll("\u00a0", " ").split('id="danger">')[1]!.split("</section>")[0]!;
  expect(
    part
      .split("<li>")
      .slice(1)
      .map((line) => line.split("</li>")[0]),
  ).toEqual([
    'En danger maintenant ? <a href="tel:112">Appelle le 112</a>. Eux peuvent venir, pas nous.',
    "Tu ne peux pas parler à voix haute ? Cherche ton pays : il y a souvent un autre moyen.",
    'France : <a href="tel:112">Appelle le 112</a>. Si quelqu’un te fait du mal : <a href="tel:17">police, 17</a>. <a href="sms:114">Envoie un SMS au 114</a>. Utilise l’appli « Urgence 114 », si tu l’as déjà configurée.',
    'Royaume-Uni : <a href="tel:999">Appelle le 999</a>, puis tape 55.',
  ]);
});

test("who is shut out reads the same ways, beside the number that stands there anyway", async () => {
  const line = await house();
  const value = [{ country: "FR", call: "112", sms: "114", app: "", press: "" }];
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const shut = (await person(line).get("/")).text.split('id="door"')[1]!;
  expect(shut).toContain('<p>Can’t talk out loud? <a href="sms:114">Text 114</a>.</p>');
  expect(shut.match(/href="tel:112"/g)).toHaveLength(1);
});

test("the foot of every page leads there where there is another way than calling, and nowhere else", async () => {
  const line = await house();
  const paths = ["/", "/how", "/help", "/nothing"];
  const strip = async (path: string) => (await person(line).get(path)).text.split("<footer>")[1]!;
  for (const path of paths) expect(await strip(path)).not.toContain("#danger");
  const value = [{ country: "GB", call: "999", sms: "", app: "", press: "55" }];
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  for (const path of paths)
    expect(await strip(path)).toContain('<a class="row-to" href="/help#danger">Can’t talk?</a>');
  expect(await strip("/how?l=fr")).toContain('href="/help?l=fr#danger"');
});

describe("in danger without a voice: that they can write here stands there", () => {
  const [write] = translate("en").parts("youth.help.danger_write", {});
  const part = (text: string) => text.split('id="danger">')[1]!.split("</section>")[0]!;
  const leads = (text: string) => part(text).includes('<a href="/">');
  let line: House;
  beforeEach(async () => {
    line = await house();
  });

  test("where the line lets them in, also in a break, while somebody is there; and not where it is closed", async () => {
    const help = async () => (await person(line).get("/help")).text;
    expect(leads(await help())).toBe(false);
    await open(line);
    expect(leads(await help())).toBe(true);
    expect(part(await help())).toContain(write!.text.trim());
    await inEvenings(line);
    await byHand(line, "paused");
    expect(stateNow(line)).toBe("paused");
    expect(leads(await help())).toBe(true);
    await byHand(line, "closed");
    expect(stateNow(line)).toBe("closed");
    expect(leads(await help())).toBe(false);
    // Anna is there still: nothing at that door says that nobody is.
    const door = (await person(line).get("/")).text;
    expect(door).toContain(says("youth.shut.closed.text"));
    expect(door).not.toMatch(/nobody’s here/i);
  });

  test("to whoever waits as anybody else; not once they said so, or somebody is with them", async () => {
    await open(line);
    const noor = await youth(line, "hello");
    expect(leads((await noor.get("/help")).text)).toBe(true);
    await noor.post("/danger?say=now", { sent: "1" });
    expect(leads((await noor.get("/help")).text)).toBe(false);
    const sam = await youth(line, "hello");
    await give(line, sam.id, line.anna);
    expect(leads((await sam.get("/help")).text)).toBe(false);
  });
});

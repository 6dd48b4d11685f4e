import type { Tx } from "#src/db/db.ts";
import { blankEntry, type Channel, type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { addOrganization } from "#src/directory/entry/organizations.ts";
import { addService } from "#src/directory/entry/services.ts";
import { addSource } from "#src/directory/sharing/sources.ts";
import type { Topic } from "#src/directory/topics.ts";
import type { Emit } from "#src/events.ts";
import { addSecondLine } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar, Week } from "#src/hours/rules/calendar.ts";
import { setMailServer } from "#src/mail/server.ts";
import { checkedSteps } from "#src/settings/definitions.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { neighbour } from "../outside.ts";

const timeZone = "Europe/Brussels";

const everyDay = (opens: number, closes: number): Calendar => ({
  timeZone,
  lastEntryMinutes: 0,
  week: Array.from({ length: 7 }, () => [{ opens, closes }]) satisfies Week,
  seasons: [],
  dayRules: [],
  cuts: [],
});

const hour = 60;

export interface DemoLines {
  /** Open day and night: there is always someone to take. */
  always: number;
  /** In another language, in the evening. */
  evening: number;
}

/** Opens the helpline, with a country so that young people in danger read what they would in earnest. */
export function openHouse(tx: Tx, emit: Emit, waiting: number): void {
  setSetting(tx, emit, { name: "opening", value: "open" });
  setSetting(tx, emit, { name: "waitingPerCounsellor", value: waiting });
  setSetting(tx, emit, { name: "emergency", value: shippedEmergency.filter(({ country }) => country === "BE") });
}

/** Sets up the helpline of the demo as an admin would: lines, hours, numbers, mail, a neighbour, places. */
export function setUpHouse(
  tx: Tx,
  emit: Emit,
  { staffIds, waiting }: { staffIds: number[]; waiting: number },
): DemoLines {
  setSetting(tx, emit, { name: "name", value: "Lantern (all made up)" });
  openHouse(tx, emit, waiting);
  setSetting(tx, emit, { name: "checked", value: [...checkedSteps] });
  const plain = { country: "BE", ageFrom: null, ageTo: null, intakeCap: null, pauseAfterMinutes: 5 };
  const evening = addSecondLine(tx, emit, {
    firstName: "Day and night",
    values: { ...plain, name: "Le soir, en français", languages: ["fr"], staffIds: staffIds.slice(1) },
  });
  const always = 1;
  setHours(tx, emit, { lineId: always, timeZone, calendar: everyDay(0, 24 * hour) });
  setHours(tx, emit, { lineId: evening, timeZone, calendar: everyDay(18 * hour, 21 * hour) });
  const server = { host: "localhost", port: 2525, security: "none", login: "", senderAddress: "hello@lantern.example" };
  setMailServer(tx, emit, { server: { ...server, security: "none", senderName: "Lantern" } });
  addSource(tx, emit, { ...neighbour, kind: "partner", accept: "review", timeZone, licenceNote: "" });
  for (const { by, ...entry } of places) {
    const organizationId = addOrganization(tx, emit, {
      name: by,
      alternateName: "",
      description: "",
      website: "",
      email: "",
    });
    addService(tx, emit, { entry: { ...blankEntry(organizationId), visibility: "public", ...entry } });
  }
  return { always, evening };
}

type Place = Partial<Entry> & { by: string; name: string; summary: string; topics: Topic[] };

const phone = (number: string): Channel => plainChannel("phone", number);
const chat = (name: string): Channel => plainChannel("chat", `https://${name}.example/chat`);
const visit = (where: string): Channel => plainChannel("visit", where);

const always = everyDay(0, 24 * hour);
const afternoon = everyDay(14 * hour, 19 * hour);
const toEveryone = { free: true, anonymous: true, languages: ["en", "fr", "nl"] };

/** Nobody answers there: all names and numbers are made up. */
const places: Place[] = [
  {
    ...{ by: "The Night Bridge", name: "The Night Bridge", topics: ["suicide"], calendar: always },
    summary: "For anybody who thinks of dying. Day and night, and you need not say who you are.",
    emergency: true,
    ...toEveryone,
    channels: [phone("0800 00 001"), chat("night-bridge")],
  },
  {
    ...{ by: "Safe at Home", name: "Safe at Home", topics: ["violence_home", "family"], calendar: always },
    summary: "If somebody at home hits you, scares you or touches you. They know what to do next.",
    ...toEveryone,
    channels: [phone("0800 00 002")],
  },
  {
    ...{ by: "School Ears", name: "School Ears", topics: ["bullying", "school"], calendar: afternoon },
    summary: "Somebody to talk to about bullying, exams and teachers. Answers within a day.",
    ...toEveryone,
    ageFrom: 10,
    ageTo: 18,
    channels: [chat("school-ears"), plainChannel("email", "ears@school-ears.example")],
  },
  {
    ...{ by: "The Blue House", name: "A bed for tonight", topics: ["housing"], calendar: always },
    summary: "A bed, a shower and breakfast for whoever cannot go home tonight. Under 18 too.",
    free: true,
    languages: ["en", "fr", "nl"],
    channels: [visit("Ring at the blue door, 4 Lantern Street"), phone("0800 00 004")],
  },
  {
    ...{ by: "The Blue House", name: "The day room", topics: ["housing", "work_money"], calendar: afternoon },
    summary: "A warm room, a meal, and help with forms.",
    free: true,
    channels: [visit("4 Lantern Street, ground floor")],
  },
  {
    ...{ by: "Rainbow Corner", name: "Rainbow Corner", topics: ["sexuality_gender"], calendar: afternoon },
    summary: "A room and a chat for queer young people, and for whoever is not sure.",
    ...toEveryone,
    channels: [visit("12 Market Square"), chat("rainbow-corner")],
  },
  {
    ...{ by: "Clear Head", name: "Clear Head", topics: ["alcohol_drugs"], calendar: afternoon },
    summary: "About drinking, pills and smoking: yours or somebody else’s.",
    ...toEveryone,
    channels: [phone("0800 00 007")],
  },
  {
    ...{ by: "Body Talk", name: "Body Talk", topics: ["pregnancy"], calendar: afternoon },
    summary: "Contraception, pregnancy and questions about your body. A nurse answers.",
    ...toEveryone,
    channels: [phone("0800 00 008"), visit("2 Mill Lane")],
  },
  {
    ...{ by: "Young Carers’ Table", name: "Young Carers’ Table", topics: ["young_carers"], calendar: afternoon },
    summary: "If you look after somebody who is ill at home. A group meets each week.",
    free: true,
    channels: [visit("The library, first floor")],
  },
  {
    ...{ by: "Youth Rights Desk", name: "Youth Rights Desk", topics: ["rights"], calendar: afternoon },
    summary: "What are you allowed to decide? A lawyer answers, and it costs nothing.",
    ...toEveryone,
    channels: [phone("0800 00 010"), plainChannel("web", "https://youth-rights.example")],
  },
  {
    ...{ by: "Second Plate", name: "Second Plate", topics: ["eating"], calendar: afternoon },
    summary: "About eating too little, too much or in secret. You can come with a friend.",
    ...toEveryone,
    channels: [chat("second-plate")],
  },
  {
    ...{ by: "Open Sea", name: "Open Sea", topics: ["migration"], languages: ["en", "fr"], calendar: afternoon },
    summary: "New in the country? People who speak your language help with papers and school.",
    free: true,
    channels: [phone("0800 00 012")],
  },
];

import { beforeAll, expect, test } from "vitest";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { serviceTopics, type Topic } from "#src/directory/topics.ts";
import { place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";

// What young people type, and where it leads: one place for each topic, and some that are known by name.

const clock = fakeClock();
let home: House;

beforeAll(async () => {
  home = await house({ clock });
  const { db } = home.helpline;
  for (const topic of serviceTopics) await place(db, `Of ${serviceTopics.indexOf(topic)}`, { topics: [topic] });
  const more = { topics: ["sexual_violence" as const, "violence_home" as const] };
  await place(db, "SOS Viol", { ...more, summary: "Écoute après un viol, une agression, un harcèlement sexuel." });
  await place(db, "Écoute-Enfants", { channels: [plainChannel("phone", "103")], summary: "Pour parler de tout." });
  await place(db, "Awel", { channels: [plainChannel("phone", "102"), plainChannel("chat", "https://awel.example/")] });
  await place(db, "Nuorten puhelin", { channels: [plainChannel("phone", "116 111")] });
  await place(db, "Stop line", { channels: [plainChannel("phone", "+32 2 116.00.00")] });
  await place(db, "Overkop house", { channels: [plainChannel("visit", "Overkop house")] });
});

const first = (words: string) =>
  search(home.helpline.db, { ...anything, words }, "counsellor", clock.now())[0]?.entry.name;

const means: [typed: string, topic: Topic][] = [
  // English
  ["cutting", "self_harm"],
  ["i cut myself", "self_harm"],
  ["wanna die", "suicide"],
  ["bullied", "bullying"],
  ["bullying", "bullying"],
  ["being bullied at school", "bullying"],
  ["my dad hits me", "violence_home"],
  ["uncle touches me", "sexual_violence"],
  ["someone leaked my nudes", "online"],
  ["my period is late", "pregnancy"],
  ["i have no friends", "loneliness"],
  ["panic attacks", "anxiety_mood"],
  ["am i gay?", "sexuality_gender"],
  ["grandma died", "grief"],
  ["my mum drinks", "young_carers"],
  ["kicked out", "housing"],
  // French
  ["harcèlement", "bullying"],
  ["harcelement", "bullying"],
  ["on me frappe", "violence_home"],
  ["mon pere me tape", "violence_home"],
  ["jme sens mal", "anxiety_mood"],
  ["j'ai plus mes règles", "pregnancy"],
  ["jveux mourir", "suicide"],
  ["je me coupe", "self_harm"],
  ["jai pas damis", "loneliness"],
  ["il a mes nudes", "online"],
  ["je me trouve grosse", "eating"],
  ["mes parents divorcent", "family"],
  ["on se moque de moi", "bullying"],
  ["fuguer", "housing"],
  // Dutch
  ["ik word gepest", "bullying"],
  ["mijn papa slaat mij", "violence_home"],
  ["ik wil dood", "suicide"],
  ["ik voel me slecht", "anxiety_mood"],
  ["niet ongesteld", "pregnancy"],
  ["naaktfoto", "online"],
  ["mama is ziek", "young_carers"],
  ["ben ik homo", "sexuality_gender"],
  // Spanish
  ["me pegan en casa", "violence_home"],
  ["mi padre me pega", "violence_home"],
  ["me quiero morir", "suicide"],
  ["me corto", "self_harm"],
  ["me siento sola", "loneliness"],
  ["no me baja la regla", "pregnancy"],
  ["me hacen bullying", "bullying"],
  ["tiene mis fotos", "online"],
  // Finnish
  ["mua kiusataan", "bullying"],
  ["isä lyö", "violence_home"],
  ["haluun kuolla", "suicide"],
  ["ahistaa", "anxiety_mood"],
  ["mulla ei oo kavereita", "loneliness"],
  ["menkat myöhässä", "pregnancy"],
  ["äiti juo", "young_carers"],
  // Hungarian
  ["csúfolnak a suliban", "bullying"],
  ["ver az apám", "violence_home"],
  ["meg akarok halni", "suicide"],
  ["vagdosom magam", "self_harm"],
  ["nincs barátom", "loneliness"],
  ["késik a menzeszem", "pregnancy"],
  ["szorongok", "anxiety_mood"],
  // With a slip
  ["bulied", "bullying"],
  ["harcelemnt", "bullying"],
  ["anxeity", "anxiety_mood"],
  ["zelfmord", "suicide"],
  ["embrazada", "pregnancy"],
  ["kiusatan", "bullying"],
  ["öngyikos", "suicide"],
  ["my frend was bulied every day in schol", "bullying"],
];

test.each(means)("“%s” leads to what is about %s", (typed, topic) => {
  expect(first(typed)).toBe(`Of ${serviceTopics.indexOf(topic)}`);
});

test.each([
  ["102", "Awel"],
  ["103", "Écoute-Enfants"],
  ["116 111", "Nuorten puhelin"],
  ["116111", "Nuorten puhelin"],
  ["02/116 00 00", "Stop line"],
  ["+3221160000", "Stop line"],
  ["chat", "Awel"],
  ["tchatter", "Awel"],
  ["chatten", "Awel"],
  ["chatear", "Awel"],
  ["chätti", "Awel"],
  ["csetelni", "Awel"],
  ["langsgaan", "Overkop house"],
  ["sos viol", "SOS Viol"],
  ["viol", "SOS Viol"],
  ["nuorten", "Nuorten puhelin"],
  ["nourten puhelin", "Nuorten puhelin"],
  ["ecoute", "Écoute-Enfants"],
])("“%s” leads to %s", (typed, name) => {
  expect(first(typed)).toBe(name);
});

import type { Script } from "./script.ts";

export const hungarian: Script[] = [
  {
    language: "hu",
    feeling: [7, 4],
    helped: "yes",
    turns: [
      { say: ["szia, felvételizek jövőre és már most nem bírom", "bocsi ha ez hülyeség"] },
      { say: ["apám szerint csak egy suli jó. ő is oda járt"] },
      { say: ["én rajzolni szeretnék, de ezt otthon nem merem kimondani"] },
      { say: ["a rajztanárom mondta hogy segít ha kell"] },
      { say: ["oké, holnap beszélek vele. köszi hogy meghallgattál"] },
    ],
    asks: "itt vagy még?",
    ends: "goodbye",
    colleague: [
      "Szia, örülök, hogy írtál. Egyáltalán nem hülyeség. Mi a legnehezebb ebben most?",
      "Nagy súly, ha más már eldöntötte helyetted. És te mit szeretnél?",
      "Ezt leírni is bátorság. Van valaki, aki tud erről?",
      "Ez jól hangzik. Miben tudna ő melletted állni?",
      "Szép lépés, és te találtad meg. Ide bármikor visszajöhetsz.",
    ],
  },
  {
    language: "hu",
    feeling: [6, null],
    helped: null,
    turns: [
      { say: ["összevesztem a legjobb barátnőmmel"] },
      { say: ["elmondtam valamit amit nem kellett volna. most nem szól hozzám"] },
      { before: "silence", say: ["bocs, mosogatnom kellett", "egész nap ezen jár az agyam"] },
      { say: ["talán írok neki egy levelet. papírra, rendesen"] },
    ],
    asks: "hahó?",
    ends: "fades_out",
    colleague: [
      "Szia, jó, hogy itt vagy. Mi történt köztetek?",
      "Bánod, és hiányzik is. Mit mondanál neki, ha most itt ülne?",
      "Semmi baj, itt vagyok. Van olyan perc, amikor egy kicsit könnyebb?",
      "Egy levél sokat elmondhat. Mivel kezdenéd?",
    ],
  },
  {
    language: "hu",
    feeling: [5, 3],
    helped: "bit",
    turns: [
      { say: ["meghalt a kutyánk a múlt héten. mindenki szerint már túl kéne lennem rajta"] },
      { say: ["tíz éve velünk volt. velem aludt"] },
      { before: "away", say: ["elment a net, de itt vagyok megint"] },
      { say: ["van róla egy csomó kép. lehet hogy csinálok belőle albumot. köszi"] },
    ],
    asks: "van ott valaki?",
    ends: "goodbye",
    colleague: [
      "Szia, nagyon sajnálom. Aki így hiányzik, azon nem kell egy hét alatt túllenni. Milyen volt ő?",
      "Tíz év, minden este. Érthető, hogy most üres a szoba. Kinek tudsz mesélni róla?",
      "Jó, hogy visszajöttél. Mi segít egy kicsit, amikor a legjobban hiányzik?",
    ],
  },
];

import type { Script } from "./script.ts";

export const finnish: Script[] = [
  {
    language: "fi",
    feeling: [7, 4],
    helped: "yes",
    turns: [
      { say: ["moi, mun isä ja äiti riitelee koko ajan", "en tiiä pitäiskö mun tehdä jotain"] },
      { say: ["yleensä mä laitan kuulokkeet ja oon mun huoneessa"] },
      { say: ["pikkusisko tulee aina mun viereen sillon"] },
      { say: ["kummitäti on semmonen joka kuuntelee. oon aatellu soittaa sille"] },
      { say: ["joo mä soitan huomenna. kiitos kun kuuntelit"] },
    ],
    asks: "ootko sä vielä siellä?",
    ends: "goodbye",
    colleague: [
      "Moi, hyvä että kirjoitit. Aikuisten riidat eivät ole sinun syytäsi. Mitä sinä teet, kun se alkaa?",
      "Kuulokkeet päähän ja ovi kiinni, sen ymmärtää hyvin. Oletko silloin ihan yksin?",
      "Siskosi tulee sinun luoksesi. Kuka pitää huolta sinusta?",
      "Hän kuulostaa hyvältä ihmiseltä. Mitä haluaisit kertoa hänelle ensin?",
      "Löysit sen itse. Tänne voit palata, milloin vain haluat.",
    ],
  },
  {
    language: "fi",
    feeling: [6, null],
    helped: null,
    turns: [
      { say: ["en jaksa enää treenejä mut en uskalla lopettaa"] },
      { say: ["valmentaja sanoo et mä petän joukkueen"] },
      { before: "silence", say: ["sori, piti viedä koira ulos", "mä oon vaan niin väsynyt"] },
      { say: ["ehkä vois sanoa et pidän kuukauden tauon"] },
    ],
    asks: "haloo?",
    ends: "fades_out",
    colleague: [
      "Moi. Kuulostaa raskaalta. Mikä treeneissä vie eniten voimia?",
      "Tuo on iso asia kannettavaksi. Mitä itse ajattelet siitä?",
      "Ei haittaa, olen tässä. Mistä huomaat, että olet väsynyt?",
      "Tauko kuulostaa siltä, että kuuntelet itseäsi. Kenelle sanoisit sen ensin?",
    ],
  },
  {
    language: "fi",
    feeling: [5, 3],
    helped: "bit",
    turns: [
      { say: ["kaikki muut on rippileirillä ja mä oon täällä"] },
      { say: ["niillä on joku oma juttu enkä mä tajua niiden vitsejä"] },
      { before: "away", say: ["netti pätki, nyt toimii"] },
      { say: ["aada kysyi eilen mitä mulle kuuluu. mä en vastannu"] },
      { say: ["laitan sille viestin. heippa ja kiitti"] },
    ],
    asks: "onks siellä joku?",
    ends: "goodbye",
    colleague: [
      "Hei, kiva että tulit. Millaista sinulla on, kun muut ovat poissa?",
      "On ikävää jäädä ulkopuolelle. Sitä saa surra ihan rauhassa.",
      "Hyvä, että pääsit takaisin. Onko heissä joku, jota on eniten ikävä?",
      "Hän muisti sinut. Mitä tekisi mieli vastata?",
    ],
  },
];

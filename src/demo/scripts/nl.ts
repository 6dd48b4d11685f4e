import type { Script } from "./script.ts";

export const dutch: Script[] = [
  {
    language: "nl",
    feeling: [6, 3],
    helped: "yes",
    turns: [
      { say: ["hoi, ik zit er een beetje door", "het gaat over mijn vrienden"] },
      { say: ["ze spreken af zonder mij en ik zie het dan op de foto’s"] },
      { say: ["vroeger deden we alles samen"] },
      { say: ["ik heb er nog met niemand over gepraat. mijn broer misschien"] },
      { say: ["oké, dat ga ik doen. bedankt hè"] },
    ],
    asks: "ben je er nog?",
    ends: "goodbye",
    colleague: [
      "Hoi, fijn dat je schrijft. Wat is er gebeurd met je vrienden?",
      "Het zo te zien op foto’s, dat doet pijn. Hoe was het vroeger tussen jullie?",
      "Je mist dat. Weet iemand anders hoe je je nu voelt?",
      "Je broer, dat klinkt goed. Wat zou je hem willen vertellen?",
      "Ik hoop dat het een goed gesprek wordt. Je mag hier altijd terugkomen.",
    ],
  },
  {
    language: "nl",
    feeling: [7, null],
    helped: null,
    turns: [
      { say: ["ik heb volgende week toetsen en ik krijg niks in mijn hoofd"] },
      { say: ["als ik begin word ik meteen zenuwachtig"] },
      { before: "away", say: ["mijn bereik viel weg, sorry", "ik ben het weer"] },
      { say: ["in kleine stukjes leren zou kunnen. met pauzes"] },
    ],
    asks: "hallo?",
    ends: "fades_out",
    colleague: [
      "Hoi! Dat klinkt als veel druk. Wat gebeurt er als je begint te leren?",
      "Zenuwachtig meteen al, dat is vervelend. Waar ben je het meest bang voor?",
      "Fijn dat je er weer bent. Wat heeft je vroeger wel eens geholpen?",
      "Kleine stukjes met pauzes: dat past bij je. Met welk stukje zou je beginnen?",
    ],
  },
  {
    language: "nl",
    feeling: [null, null],
    helped: null,
    turns: [
      { say: ["mijn ouders maken elke avond ruzie"] },
      { say: ["ik lig dan in bed en hoor alles"] },
      { say: ["er komt iemand, ik moet weg"] },
    ],
    asks: "is er iemand?",
    ends: "leaves_fast",
    colleague: [
      "Hoi, ik ben er. Elke avond ruzie, dat is zwaar. Hoe is het nu bij jou?",
      "Alles horen en niets kunnen doen, dat maakt moe. Wat doe je dan?",
      "Pas goed op jezelf. Je kan altijd terugkomen.",
    ],
  },
];

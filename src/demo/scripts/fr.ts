import type { Script } from "./script.ts";

export const french: Script[] = [
  {
    language: "fr",
    feeling: [8, 5],
    helped: "yes",
    turns: [
      { say: ["bonjour. mes parents se séparent", "ils me l’ont dit hier soir"] },
      { say: ["je sais pas où je vais habiter. ils disent qu’on verra"] },
      { say: ["je fais semblant que ça va. pour mon petit frère"] },
      { say: ["j’aimerais leur dire que j’ai besoin de savoir, mais j’ai peur qu’ils pleurent"] },
      { say: ["je pourrais leur écrire une lettre… oui. merci beaucoup"] },
    ],
    asks: "vous êtes là ?",
    ends: "goodbye",
    colleague: [
      "Bonjour, merci de m’écrire. Hier soir, c’est tout récent. Comment tu te sens maintenant ?",
      "Ne pas savoir où tu vas vivre, c’est lourd. Qu’est-ce qui t’inquiète le plus ?",
      "Tu protèges ton frère. Et toi, qui prend soin de toi en ce moment ?",
      "Tu as le droit de leur dire ce dont tu as besoin. Comment ce serait le plus facile pour toi ?",
      "Une lettre, c’est une belle idée. Tu peux revenir ici quand tu veux.",
    ],
  },
  {
    language: "fr",
    feeling: [6, null],
    helped: null,
    turns: [
      { say: ["salut, j’arrive pas à dormir"] },
      { say: ["ça tourne dans ma tête, les contrôles, les copains, tout"] },
      { before: "silence", say: ["pardon, ma mère est passée", "elle croit que je dors"] },
      { say: ["la musique, ça m’aide un peu"] },
    ],
    asks: "il y a quelqu’un ?",
    ends: "fades_out",
    colleague: [
      "Salut ! Je suis là. C’est comme ça depuis longtemps ?",
      "Tout ça en même temps, le soir, c’est beaucoup. Par quoi tu veux commencer ?",
      "Pas de souci. Est-ce qu’il y a quelque chose qui te calme un peu, d’habitude ?",
      "Ah, la musique. Laquelle tu écoutes dans ces moments-là ?",
    ],
  },
  {
    language: "fr",
    feeling: [5, 3],
    helped: "bit",
    turns: [
      { say: ["personne m’a invité à l’anniversaire de Sacha. toute la classe y va"] },
      { say: ["j’ai fait comme si je m’en fichais"] },
      { say: ["en vrai ça m’a fait mal"] },
      { say: ["je peux en parler à ma cousine, elle comprend toujours. merci"] },
    ],
    asks: "t’es encore là ?",
    ends: "goodbye",
    colleague: [
      "Bonjour. Être le seul à ne pas être invité, ça doit être dur. Comment tu l’as appris ?",
      "Faire comme si de rien n’était, ça demande de la force. Et à l’intérieur, c’était comment ?",
      "Merci de me le dire. Il y a quelqu’un à qui tu pourrais en parler aussi ?",
    ],
  },
];

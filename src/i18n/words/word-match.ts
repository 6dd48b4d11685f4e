import type { Language } from "../catalogs.ts";
import { searchable } from "../fold.ts";

/** Words that say nothing of a reason, folded: they count only if nothing else was typed. */
const smallWords: Record<Language, string> = {
  en: "a an the my his her their our your of by at in on to for from with and or is are was be been being i he she they it me him them we you s t ve m re has have had do does did so very all since about too much",
  fr: "a au aux un une le la les l d de du des et ou en dans par pour sur avec ce ces cet cette mon ma mes ton ta tes son sa ses leur leurs je j il elle on ils elles me m te se s qui que qu est suis sont etre ete ai as ont avoir y tout tous tres trop c",
  nl: "de het een en of van met voor in op aan door naar om te bij uit is ben zijn was heb heeft hebben ik hij zij ze mij me mijn zijn haar hun ons je jij dat die er wel zo heel erg te veel door tot",
  es: "el la los las un una unos y o de del a al en con por para su sus mi mis tu tus se me le les lo que es son esta estoy ser ha he han hay muy todo como desde mucho yo ella",
  fi: "ja tai on ovat olen oli ole se ne han minun sinun hanen mun sun minua minut mina sina etta kun niin myos joka mita todella paljon koko ajan kanssa takia",
  hu: "a az egy es vagy hogy is van volt vannak lesz neki nekem ot ot o en te mar csak meg be ki le el mindig nagyon sokat sok miatt vele velem otthon",
};

/** Endings of a language, folded, which two forms of a word may differ in. */
const endings: Record<Language, string> = {
  en: "iness ingly edly ings ing ers ed er es ly s e y",
  fr: "issement ements ement issant antes ante ants ant euses euse eurs eur ees ee ent er ez es it e s x",
  nl: "heden heid tjes tje jes je ingen ing eren en er st s t d e",
  es: "amientos amiento aciones acion iendo ando adas ados idas idos arse erse irse ada ado ida ido amos ar er ir as os es an en a o e s",
  fi: "misesta minen misen mista ssaan ssani ssa sta lla lta lle ksi nsa taan daan ttaa ttu tty tu ty vat sti aa an en in n t a i",
  hu: "odott asok okkal ekkel oknak eknek okat eket akat ban ben bol nak nek val vel hoz hez rol tol juk jak ott ett ja je ra re ik ok ek ak at et ot om em am od ed ol el tt t k i a e o s",
};

/** Beside what happened, who it was tells little: “my brother is missing”. Folded. */
const people: Record<Language, string> = {
  en: "mum mom mother dad father parents brother sister friend friends boyfriend girlfriend uncle aunt grandma grandpa stepdad stepmum stepfather stepmother family boy girl man child home house school class teacher best bff mate mates pal gran nan cousin bf gf ex partner husband wife girls boys kid kids little older younger big step",
  fr: "mere maman pere papa parents frere soeur ami amie amis copain copine oncle tante mamie papi beau belle famille garcon fille homme enfant maison ecole college lycee classe prof meilleur meilleure pote potes cousin cousine mec meuf ex petit petite grand grande papy mamy",
  nl: "moeder mama mam vader papa pap ouders ouder broer broertje zus zusje vriend vriendin vriendje oom tante oma opa stiefvader stiefmoeder gezin familie jongen meisje man kind huis thuis school klas leraar beste maat neef nicht ex lief pa ma kleine grote mn",
  es: "madre mama padre papa padres hermano hermana amigo amiga amigos novio novia tio tia abuela abuelo padrastro madrastra familia chico chica hombre nino nina casa colegio escuela cole clase profesor mejor primo prima ex pareja compi pequeno pequena mayor",
  fi: "aiti iska isa isan aidin vanhemmat vanhempi vanhempien veli sisko kaveri kaverin ystava ystavan poikaystava tyttoystava seta eno tati mummo vaari ukki isapuoli aitipuoli perhe poika tytto mies lapsi koti kotona koulu koulussa luokka opettaja ope paras serkku serkun eksa iska mutsi faija bestis kamu poikakaveri tyttokaveri isoveli isosisko pikkuveli pikkusisko",
  hu: "anya anyja anyam anyu anyat apa apja apam apu szulok szulei testver testverem baty batyja nover novere ocs huga barat baratja baratno baratnoje nagybatyja nagymama nagyapa neveloapa csalad fiu lany ferfi gyerek otthon haz iskola iskolaban suli suliban osztaly tanar legjobb haver haverom unokatestver exem pasim csajom tesom anyu apu ocsem hugom batyam noverem",
};

/** When it was tells as little: “every night”. Folded. */
const times: Record<Language, string> = {
  en: "day days night nights today tonight yesterday tomorrow week weeks month months year years morning evening hour hours time times every always",
  fr: "jour jours nuit nuits aujourd hier demain semaine semaines mois an ans annee annees matin soir soirs heure heures temps fois chaque toujours",
  nl: "dag dagen nacht nachten vandaag vannacht gisteren morgen week weken maand maanden jaar jaren ochtend avond uur uren tijd keer elke elk altijd",
  es: "dia dias noche noches hoy ayer manana semana semanas mes meses ano anos tarde hora horas tiempo vez veces cada siempre",
  fi: "paiva paivat paivaa paivan yo yot yona tanaan eilen huomenna viikko viikon viikkoa kuukausi vuosi vuotta aamu aamulla ilta illalla tunti tuntia aika aina jokainen",
  hu: "nap napok naponta ejjel ejszaka este reggel ma tegnap holnap het hete honap ev eve eves evesen ora orakat ido minden mindennap allandoan",
};

/** A stem is never shorter, letters. */
const shortestStem = 4;

/** How two languages differ to a search. */
export interface Speech {
  small: ReadonlySet<string>;
  /** Stems of what tells little beside what happened. */
  asides: ReadonlySet<string>;
  endings: readonly string[];
}

/** Returns the words and endings of a language that a search must know. */
export function speechOf(language: Language): Speech {
  const ofLanguage = endings[language].split(" ");
  return {
    small: new Set(smallWords[language].split(" ")),
    asides: new Set(
      `${people[language]} ${times[language]}`.split(" ").map((word) => stemOf(word, { endings: ofLanguage })),
    ),
    endings: ofLanguage,
  };
}

/** Returns the words of a text, folded, without small ones if others are left. */
export function wordsIn(text: string, { small }: Speech): string[] {
  const all = searchable(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const telling = all.filter((one) => !small.has(one));
  return telling.length > 0 ? telling : all;
}

/** Returns a word without its ending. */
export function stemOf(word: string, { endings }: Pick<Speech, "endings">): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= shortestStem);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/** A word with its stem. */
export interface Stemmed {
  word: string;
  stem: string;
}

/** Returns how well a typed word fits one of a reason, from 0 to 1. */
export function wordFit({ word: typed, stem }: Stemmed, { word, stem: other }: Stemmed): number {
  if (typed === word) return 1;
  if (stem === other) return 0.94;
  if (word.startsWith(typed) && typed.length > 1) return 0.75 + 0.1 * (typed.length / word.length);
  if (typed.startsWith(word) && word.length >= shortestStem) return 0.55 + 0.35 * (word.length / typed.length);
  const longest = Math.max(typed.length, word.length);
  const shared = sharedBeginning(typed, word) / longest;
  if (shared >= 0.6 && shared * longest >= shortestStem) return 0.45 + 0.4 * shared;
  if (typed.length >= 6 && hasOneSlip(typed, word)) return 0.75;
  // Of a compound: “peliriippuvuus”, “schoolstress”.
  if (typed.length > shortestStem && word.includes(typed)) return 0.6;
  if (word.length > shortestStem && typed.includes(word)) return 0.55;
  return 0;
}

function sharedBeginning(one: string, other: string): number {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n += 1;
  return n;
}

/** One letter wrong, missing, too many or swapped, also at the beginning of a longer word. */
function hasOneSlip(typed: string, word: string): boolean {
  const at = sharedBeginning(typed, word);
  const rest = (from: number, of: number) => word.slice(of).startsWith(typed.slice(from));
  if (word.length < typed.length - 1) return false;
  const isSwapped = typed[at] === word[at + 1] && typed[at + 1] === word[at];
  return rest(at + 1, at + 1) || rest(at + 1, at) || rest(at, at + 1) || (isSwapped && rest(at + 2, at + 2));
}

import { describe, expect, test } from "vitest";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { changedPlaces } from "#src/settings/rules/own-rules.ts";
import { hintsFor } from "#src/settings/rules/own-rules-hints.ts";

const kinds = (text: string, language: Language = "en") => hintsFor(language, text).map(({ hint }) => hint);

test.each([
  ["", []],
  ["Take your time. Nobody is in a hurry.\n\nYou can call us Noor’s friends.", []],
  ["• breathe\n• drink water\n• write to us again when you feel like it", []],
  ["We are here for you whenever you feel like writing to us about anything that is on your mind", ["long_sentences"]],
  ["Vertrouwenspersonenvergadering!", ["long_words"]],
  ["Fine. ".repeat(120), ["much"]],
  ["We keep on learning, and we keep going.", []],
  ["Today we said it again.", []],
] as const)("%s", (text, expected) => {
  expect(kinds(text)).toEqual(expected);
});

/** One sentence, or more, about each thing that the rules compute, as a helpline would write it. */
const contradicting: Record<Language, Record<string, string[]>> = {
  en: {
    kept: ["We keep it for a while.", "All of it is kept.", "We store your words."],
    deleted: ["We delete nothing.", "It is erased."],
    days: ["It stays 90 days."],
    cookie: ["There is no cookie."],
    address: ["We see your IP.", "We note your address."],
    email: ["Give us your e-mail.", "What is your email?"],
    readers: ["My boss reads it too.", "Parents can read this."],
    ai: ["An AI may answer.", "It is artificial intelligence.", "A robot helps us."],
    age: ["At any age.", "From 8 years old."],
  },
  fr: {
    kept: ["On garde tout.", "Tout est gardé.", "On conserve tes mots.", "C’est stocké chez nous."],
    deleted: ["On n’efface rien.", "C’est supprimé ce soir."],
    days: ["Ça reste 90 jours."],
    cookie: ["Il n’y a aucun cookie."],
    address: ["On voit ton IP.", "On note ton adresse."],
    email: ["Donne ton e-mail.", "Ton courriel ?"],
    readers: ["Nos chefs lisent aussi.", "Tes parents peuvent lire ça.", "Il lit tout."],
    ai: ["Une IA répond parfois.", "C’est une intelligence artificielle.", "Un robot nous aide."],
    age: ["À tout âge.", "Dès 8 ans.", "Pour les plus âgées."],
  },
  nl: {
    kept: ["We bewaren het even.", "Alles wordt bewaard.", "We slaan het op, het is opgeslagen."],
    deleted: ["We wissen niets.", "Het is gewist.", "We verwijderen het."],
    days: ["Het blijft 90 dagen."],
    cookie: ["Er is geen cookie."],
    address: ["We zien je IP.", "We noteren je adres.", "We zien je IP-adres."],
    email: ["Geef je e-mail.", "Wat is je e-mailadres?"],
    readers: ["Mijn baas leest mee.", "Ouders kunnen dit lezen.", "Iemand wil meelezen."],
    ai: ["Soms antwoordt AI.", "Het is kunstmatige intelligentie.", "Een robot helpt ons."],
    age: ["Op elke leeftijd.", "Vanaf 8 jaar."],
  },
  es: {
    kept: ["Lo guardamos un tiempo.", "Todo queda guardado.", "Conservamos tus palabras.", "Se almacena aquí."],
    deleted: ["No borramos nada.", "Se elimina esta noche."],
    days: ["Sigue aquí 90 días."],
    cookie: ["No hay ninguna cookie."],
    address: ["Vemos tu IP.", "Apuntamos tu dirección."],
    email: ["Danos tu correo.", "¿Cuál es tu e-mail?"],
    readers: ["Mi jefa también lo lee.", "Tus padres pueden leer esto.", "Lo leemos entre todos."],
    ai: ["A veces contesta una IA.", "Es inteligencia artificial.", "Nos ayuda un robot."],
    age: ["A cualquier edad.", "Desde los 8 años."],
  },
  fi: {
    kept: ["Se säilyy hetken.", "Kaikki tallennetaan.", "Viestit ovat tallessa.", "Säilytämme sanasi."],
    deleted: ["Emme poista mitään.", "Se poistetaan illalla.", "Hävitämme sen."],
    days: ["Se jää 90 päiväksi, siis 90 päivää.", "Viestit jäävät 14 päivän ajaksi."],
    cookie: ["Evästettä ei ole.", "Yksi eväste riittää."],
    address: ["Näemme IP-osoitteesi.", "Kirjaamme osoitteesi."],
    email: ["Anna sähköpostisi.", "Mikä sähköposti sinulla on?"],
    readers: ["Pomoni lukee sen myös.", "Vanhemmat voivat lukea tämän.", "Luemme sen yhdessä."],
    ai: ["Joskus vastaa AI.", "Se on tekoälyä.", "Robotti auttaa meitä."],
    age: ["Minkä ikäinen vain.", "Yli 8-vuotiaille.", "Ikä ei haittaa."],
  },
  hu: {
    kept: ["Egy ideig megőrizzük.", "Mindent tárolunk.", "Elmentjük a szavaidat.", "Itt megmarad."],
    deleted: ["Semmit sem törlünk.", "Este töröljük."],
    days: ["90 napig itt van."],
    cookie: ["Nincs süti.", "Nem használunk cookie-t."],
    address: ["Látjuk az IP-címedet.", "Felírjuk a címedet."],
    email: ["Add meg az e-mailedet.", "Mi az e-mail-címed?"],
    readers: ["A főnököm is olvassa.", "A szüleid elolvashatják ezt."],
    ai: ["Néha mesterséges intelligencia válaszol.", "Egy robot segít nekünk."],
    age: ["Bármilyen életkorban.", "Már 8 éves kortól."],
  },
};

/** Words that only look like them, or stand in every friendly text. */
const harmless: Record<Language, string[]> = {
  en: ["We keep talking.", "Everybody is welcome again today.", "You said it already."],
  fr: ["J’ai bien entendu.", "Bonjour, on est là aujourd’hui.", "Prends le temps, dans ton calme."],
  nl: ["Neem je tijd.", "Je bent vandaag welkom.", "Fijn dat je er bent."],
  es: ["Buenos días, nos alegra que estés aquí.", "Guardia no hay: somos personas.", "No estás borracho."],
  fi: [
    "Hyvää päivää, kiva kun tulit.",
    "Poistu heti, jos joku tulee.",
    "Päivystäjä on täällä.",
    "Lukiossa on rankkaa.",
  ],
  hu: ["Jó napot, örülünk neked.", "Mi itt vagyunk, és meghallgatunk.", "Ő már elment."],
};

describe.each(languages)("what the rules compute, in %s", (language) => {
  test.each(Object.entries(contradicting[language]))("%s", (_, sentences) => {
    for (const sentence of sentences) expect([sentence, kinds(sentence, language)]).toEqual([sentence, ["computed"]]);
  });

  test("the same things are asked for as in every other language", () => {
    expect(Object.keys(contradicting[language])).toEqual(Object.keys(contradicting.en));
  });

  test("is not seen in words that only look like it", () => {
    for (const sentence of harmless[language]) expect([sentence, kinds(sentence, language)]).toEqual([sentence, []]);
  });
});

test("what is told is told by its own words", () => {
  expect(hintsFor("en", "We use a cookie and your IP. Cookie!")).toEqual([{ hint: "computed", part: "cookie, ip" }]);
});

test("where two versions differ", () => {
  const before = { chat: { en: "a", fr: "b" }, kept: { nl: "c" } };
  const after = { chat: { en: "a", fr: "B" }, told: { en: "d" } };
  expect(changedPlaces(before, after)).toEqual([
    { part: "chat", language: "fr" },
    { part: "kept", language: "nl" },
    { part: "told", language: "en" },
  ]);
});

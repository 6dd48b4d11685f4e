import type { Status } from "#src/directory/entry/entry.ts";
import { searchable } from "#src/i18n/fold.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";

export const columns = [
  "name",
  "organization",
  "topics",
  "summary",
  "description",
  "phone",
  "sms",
  "chat",
  "whatsapp",
  "email",
  "website",
  "languages",
  "regions",
  "minimum_age",
  "maximum_age",
  "hours",
  "free",
  "anonymous",
  "status",
  "verified_on",
  "external_id",
] as const;
export type Column = (typeof columns)[number];

/** What people call the columns in our languages, without accents, capitals and anything but letters. */
const columnNames: Record<Column, string> = {
  name: "name service servicename nom nomduservice naam dienst nombre servicio nimi palvelu palvelunnimi nev szolgaltatas neve",
  organization:
    "organization organisation organizationname organisationname organisme association organisatie organizacion entidad organisaatio jarjesto szervezet szervezetneve",
  topics: "topics topic theme themes sujets sujet onderwerpen onderwerp themas thema temas tema aiheet aihe temak",
  summary: "summary resume enbref samenvatting kort resumen tiivistelma lyhyesti osszefoglalo osszefoglalas roviden",
  description: "description descriptif beschrijving omschrijving descripcion kuvaus leiras",
  phone:
    "phone phones telephone phonenumber number tel telefoon telefoonnummer telefono puhelin puhelinnumero telefon telefonszam",
  sms: "sms text texto mensaje tekstiviesti",
  chat: "chat chaturl chatwebsite livechat tchat",
  whatsapp: "whatsapp",
  email: "email emails mail emailaddress courriel adressemail emailadres correo correoelectronico sahkoposti emailcim",
  website:
    "website web url link site siteweb internet lien webadres sitioweb paginaweb enlace verkkosivu verkkosivut kotisivu weboldal honlap",
  languages: "languages language langues langue talen taal idiomas idioma lenguas kielet kieli nyelvek nyelv",
  regions:
    "regions region area areas zone territoire regio regios gebied regiones provincia zona alue alueet maakunta regiok regio terulet megye",
  minimum_age:
    "ages age agerange agegroup trancheage leeftijd leeftijden edad edades ika ikaryhma kor eletkor korosztaly minimumage minage agefrom ageminimum agemin agede minimumleeftijd leeftijdvan edadminima edadmin edaddesde alaikaraja ikaalkaen minimiika alsokorhatar minimumeletkor eletkortol",
  maximum_age:
    "maximumage maxage ageto agemaximum agemax maximumleeftijd leeftijdtot edadmaxima edadmax edadhasta ylaikaraja ikaenintaan maksimiika felsokorhatar maximumeletkor eletkorig",
  hours:
    "hours openinghours open horaires heures heuresdouverture uren openingsuren openingstijden horario horarios aukioloajat aukiolo nyitvatartas",
  free: "free isfree gratuit gratis gratuito gratuita ilmainen maksuton ingyenes",
  anonymous: "anonymous isanonymous anonyme anoniem anonimo anonima anonyymi nimeton nevtelen anonim",
  status: "status statut etat estado tila allapot",
  verified_on:
    "verifiedon verified lastverified checkedon assureddate verifiele verifie nagekekenop nagekeken gecontroleerdop gecontroleerd comprobadoel comprobado verificadoel verificado tarkistettu ellenorizve ellenorzes",
  external_id: "externalid id identifiant identificatie identificador tunniste azonosito",
};
const byName = new Map(
  columns.flatMap((column) => columnNames[column].split(" ").map((name) => [name, column] as const)),
);

/** Returns whether a name is one of our columns. */
export function isColumn(name: string): name is Column {
  return (columns as readonly string[]).includes(name);
}

/** Returns the names of the columns in a language; the English ones are those that programs know. */
export function headerIn(language: Language): string[] {
  if (language === "en") return [...columns];
  const t = translate(language);
  return columns.map((column) => t(`admin.import.column.${column}`));
}

/** Returns the column that a header means, or undefined. */
export function columnOf(header: string): Column | undefined {
  return byName.get(plain(header));
}

/** Returns whether it is the column of reasons that failed rows are exported with: it may stay when they come back. */
export function isWhyColumn(header: string): boolean {
  return languages.some((language) => plain(translate(language)("admin.import.why")) === plain(header));
}

function plain(text: string): string {
  return searchable(text.slice(0, 100)).replace(/[^\p{L}\p{N}]/gu, "");
}

const yes = words("yes y true 1 x oui o vrai ja j waar si s verdadero kylla k joo on igen i igaz");
const no = words("no n false 0 non faux nee onwaar falso ei e nem hamis");
const unknown = words("? - unknown unclear inconnu onbekend desconocido tuntematon eitiedossa ismeretlen");

/** Returns yes or no as our languages write it, null for not known, undefined for anything else. */
export function yesOrNo(text: string): boolean | null | undefined {
  const said = searchable(text).replace(/\s/g, "");
  if (yes.has(said)) return true;
  if (no.has(said)) return false;
  return said === "" || unknown.has(said) ? null : undefined;
}

const statusWords: Record<Status, Set<string>> = {
  active: words("active actif active actief activo activa aktiivinen kaytossa toiminnassa aktiv mukodik"),
  inactive: words("inactive inactif inactief inactivo inactiva passiivinen eikaytossa inaktiv"),
  defunct: words(
    "defunct closed ended ferme definitivementferme opgeheven gestopt gesloten cerrado cerrada lopetettu suljettu megszunt zarva",
  ),
  "temporarily closed": words(
    "temporarilyclosed paused temporairementferme fermetemporairement tijdelijkgesloten cerradotemporalmente tilapaisestisuljettu ideiglenesenzarva atmenetilegzarva",
  ),
};

/** Returns the status that a word of our languages means, or undefined. */
export function statusNamed(text: string): Status | undefined {
  const said = searchable(text).replace(/[\s_-]/g, "");
  return (Object.keys(statusWords) as Status[]).find((status) => statusWords[status].has(said));
}

function words(text: string): Set<string> {
  return new Set(text.split(" "));
}

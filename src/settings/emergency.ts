import { isNamed, misleads } from "#src/i18n/seen.ts";

/** Whom to call in danger in one country, and the way there for whoever cannot talk aloud. "" = there is none. */
export interface EmergencyCountry {
  /** ISO 3166-1, or EU for wherever 112 works. */
  country: string;
  /** Number to call. */
  call: string;
  /** Number of the police, where they have one of their own; lists of before have no such field. */
  police?: string;
  /** Number to send a text to. */
  sms: string;
  /** Name of the app. */
  app: string;
  /** What to press when the call is taken and talking is not safe. */
  press: string;
}

const everywhere = { country: "EU", call: "112", police: "", sms: "", app: "", press: "" };

/**
 * What is shipped for the countries of the catalogs. Sources: the countries' own emergency services (112.be; 112.nl;
 * urgence114.info: texts to 114; emergencySMS.net and the Silent Solution of the United Kingdom; 112.ie; alertcops.ses.mir.es;
 * 112.fi: texts to 112, since 28 June 2025 from any Finnish telephone; nmhh.hu). The police of their own: 101 in Belgium, 17 in
 * France, 113 in Luxembourg. Texts to 999 and, in Ireland, to 112 need a
 * telephone that was registered before, so they are not named to somebody in danger now.
 */
export const shippedEmergency: EmergencyCountry[] = [
  everywhere,
  { ...everywhere, country: "BE", police: "101", app: "112 BE" },
  { ...everywhere, country: "ES", app: "AlertCops" },
  { ...everywhere, country: "FI", sms: "112" },
  { ...everywhere, country: "FR", police: "17", sms: "114", app: "Urgence 114" },
  { ...everywhere, country: "GB", call: "999", press: "55" },
  { ...everywhere, country: "HU" },
  { ...everywhere, country: "IE" },
  { ...everywhere, country: "LU", police: "113" },
  { ...everywhere, country: "NL", app: "112NL" },
];

/** Whether any country has a way for whoever cannot talk aloud. */
export function hasSilentWay(list: EmergencyCountry[]): boolean {
  return list.some(({ sms, app, press }) => sms !== "" || app !== "" || press !== "");
}

/** The same list with one country (a code) before the others; as it is where that is not in it. */
export function inOrderFor(list: EmergencyCountry[], country: string): EmergencyCountry[] {
  const own = list.filter((one) => one.country === country);
  return [...own, ...list.filter((one) => !own.includes(one))];
}

/** No helpline serves more countries than a page can tell of. */
export const maxEmergency = 6;

/** Whether a list of countries may stand: one at least, each with a number to call. */
export function isEmergency(list: unknown): list is EmergencyCountry[] {
  if (!Array.isArray(list) || list.length === 0 || list.length > maxEmergency) return false;
  const countries = new Set(list.map((one) => one?.country));
  return countries.size === list.length && list.every((one) => emergencyProblems(one).length === 0);
}

/** "", or a name that people see. */
function isApp(app: unknown): boolean {
  if (typeof app !== "string" || app.length > 40 || /[<>]/.test(app) || misleads(app)) return false;
  return app === "" || isNamed(app);
}

/** What cannot stand of a country, by field. */
export function emergencyProblems(one: EmergencyCountry): (keyof EmergencyCountry)[] {
  const { country, call, police = "", sms, app, press } = one ?? {};
  const wrong: (keyof EmergencyCountry)[] = [];
  if (typeof country !== "string" || !/^[A-Z]{2}$/.test(country)) wrong.push("country");
  if (typeof call !== "string" || !/^\+?[0-9][0-9 ]{1,19}$/.test(call)) wrong.push("call");
  if (typeof police !== "string" || !/^(\+?[0-9][0-9 ]{1,19})?$/.test(police)) wrong.push("police");
  if (typeof sms !== "string" || !/^(\+?[0-9][0-9 ]{1,19})?$/.test(sms)) wrong.push("sms");
  if (!isApp(app)) wrong.push("app");
  if (typeof press !== "string" || !/^[0-9*#]{0,4}$/.test(press)) wrong.push("press");
  return wrong;
}

import {
  addStarterPlaces,
  offeredPlaces,
  type StarterPlace,
  starterCountries,
  starterPlace,
} from "#src/directory/care/starter/starter.ts";
import type { Method } from "#src/directory/care/verification.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import { HelplineError } from "#src/errors.ts";
import { lines } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { type OfferedPlace, Starter, type StarterFacts } from "#views/admin/directory/starter.tsx";

/** GET /admin/directory/starter: the places that Porchlight knows of in a country, to be added and then checked. */
export const starterPage: Handle = (c, helpline) =>
  showStarter(c, helpline, { country: c.req.query("country"), wrong: null });

/** POST /admin/directory/starter: adds those that are ticked, unseen until someone checks them. */
export const addFromStarter: Handle = async (c, helpline) => {
  const given = await lists(c);
  const country = given.country?.at(-1) ?? "";
  const ids = given.place ?? [];
  if (!starterCountries().includes(country)) throw new HelplineError("bad_input");
  if (!offeredPlaces(helpline.db, country).some(({ id }) => ids.includes(id))) {
    const wrong = staffFrame(c, helpline).t("admin.starter.none_chosen");
    return showStarter(c, helpline, { country, wrong });
  }
  await act(c, helpline.db, addStarterPlaces, { country, ids });
  return c.redirect("/admin/directory?show=week", 303);
};

/** Returns what someone who checks a starter place has to know; null for any other place. */
export function shownStarter(id: string, entry: Entry): StarterFacts | null {
  const found = starterPlace(id);
  if (!found) return null;
  const { source, doubt } = found;
  const isEmergency = found.first === "emergency" || reachesEmergency(entry);
  const { hoursNote, languages } = entry;
  return {
    hours: hoursNote,
    languages: languages.join(", "),
    ...{ source, doubt, isEmergency },
    methods: methodsOf(entry, isEmergency),
  };
}

/** A text to the emergency services, or a line that shares their number. */
function reachesEmergency({ channels, topics }: Entry): boolean {
  const isText = topics.includes("emergency") && channels.some(({ kind }) => kind === "sms");
  return isText || channels.some(({ value }) => value === "112" || value === "999");
}

/** Nobody calls an emergency number to see whether it is right. */
function methodsOf({ channels }: Entry, isEmergency: boolean): Method[] {
  const isCalled = channels.some(({ kind }) => kind === "phone" || kind === "sms" || kind === "whatsapp");
  return isCalled && !isEmergency ? ["phone", "web"] : ["web"];
}

function showStarter(
  c: C,
  helpline: Helpline,
  { country: asked, wrong }: { country: string | undefined; wrong: string | null },
): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const codes = starterCountries();
  const country = codes.find((one) => one === asked) ?? countryOf(helpline);
  return page(
    c,
    <Starter
      frame={frame}
      country={country}
      countries={codes}
      places={offeredPlaces(db, country).map((one) => offered(frame.t, one))}
      wrong={wrong}
    />,
    wrong === null ? 200 : 422,
  );
}

function countryOf({ db }: Helpline): string {
  const known = starterCountries();
  const own = [...settings(db).emergency.map(({ country }) => country), ...lines(db).map(({ country }) => country)];
  return own.find((one) => known.includes(one)) ?? known.at(-1)!;
}

function offered(t: Translate, { id, entry, first, doubt, source }: StarterPlace): OfferedPlace {
  const { name, summary, channels, topics } = entry;
  return {
    id,
    name,
    summary,
    first,
    ways: channels.map(({ value }) => value),
    topics: topics.map((topic) => t(`topic.${topic}`)),
    doubt,
    source,
  };
}

import type { Channel, Place } from "#src/directory/entry/entry.ts";
import { englishName } from "#src/directory/language-of.ts";
import type { HsdsLocation, HsdsPhone, HsdsService, HsdsServiceAtLocation, HsdsUrl } from "../hsds.ts";
import { hsdsAddress, plainMail, some } from "../hsds-fields.ts";
import { scheduleRows } from "./export-schedules.ts";

type IdOf = (role: string) => string;

/** Returns numbers as phones, the first page and email address as the service's own, and the others as links. */
export function reachRows(
  channels: Channel[],
  idOf: IdOf,
): Pick<HsdsService, "phones" | "url" | "email" | "additional_urls"> {
  const numbers = channels.flatMap((one) => phoneRow(one, idOf) ?? []);
  const mails = channels
    .filter(({ kind }) => kind === "email")
    .map(({ value }) => plainMail(value))
    .filter(Boolean);
  const [page, ...pages] = channels.filter(({ kind }) => kind === "web");
  const links: HsdsUrl[] = [
    ...channels.filter(({ kind }) => kind === "chat").map((one) => link("chat", hsdsAddress(one.value), idOf)),
    ...pages.map((one) => link(one.description, hsdsAddress(one.value), idOf)),
    ...mails.slice(1).map((mail) => link("e-mail", `mailto:${mail}`, idOf)),
  ];
  return {
    phones: numbers,
    ...some("url", page ? hsdsAddress(page.value) : ""),
    ...some("email", mails[0] ?? ""),
    additional_urls: links.filter(({ url }) => url !== ""),
  };
}

function link(label: string, url: string, idOf: IdOf): HsdsUrl {
  return { id: idOf(`link ${label} ${url}`), ...some("label", label), url };
}

const phoneTypes: Partial<Record<Channel["kind"], HsdsPhone["type"]>> = {
  phone: "voice",
  sms: "text",
  whatsapp: "whatsapp",
};

function phoneRow({ kind, value, extension, description, languages }: Channel, idOf: IdOf): HsdsPhone | undefined {
  const type = phoneTypes[kind];
  if (!type) return undefined;
  const id = idOf(`phone ${type} ${value} ${extension}`);
  return {
    id,
    number: value,
    // HSDS has a number here, which loses a leading zero.
    ...(/^[1-9]\d{0,9}$/.test(extension) ? { extension: Number(extension) } : {}),
    type,
    ...some("description", description),
    languages: languages.map((code) => ({ id: idOf(`${id} language ${code}`), name: englishName(code), code })),
  };
}

/** Returns the places to visit. */
export function placeRows(channels: Channel[], idOf: IdOf): HsdsServiceAtLocation[] {
  return channels
    .filter(({ kind }) => kind === "visit")
    .map(({ value, description, calendar, place }) => {
      const role = `place ${value} ${place?.address1 ?? ""} ${place?.city ?? ""}`;
      const id = idOf(role);
      return {
        id,
        ...some("description", description),
        schedules: calendar ? scheduleRows(calendar, (row) => idOf(`${id} schedule ${row}`)) : [],
        location: locationRow(value, place, (of) => idOf(`${id} ${of}`)),
      };
    });
}

function locationRow(name: string, place: Place | null, idOf: IdOf): HsdsLocation {
  const isSomewhere = place !== null && place.latitude !== null && place.longitude !== null;
  return {
    id: idOf("location"),
    location_type: "physical",
    ...some("name", name),
    ...(isSomewhere ? { latitude: place.latitude!, longitude: place.longitude! } : {}),
    addresses: place ? [addressRow(place, idOf("address"))] : [],
    accessibility: place?.accessibility ? [{ id: idOf("accessibility"), description: place.accessibility }] : [],
  };
}

function addressRow(place: Place, id: string): HsdsLocation["addresses"][number] {
  return {
    id,
    address_1: place.address1,
    ...some("address_2", place.address2),
    city: place.city,
    state_province: place.stateProvince,
    postal_code: place.postalCode,
    country: place.country,
    address_type: "physical",
  };
}

import type { Translate } from "#src/i18n/i18n.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import { countryName } from "#views/parts/countries.ts";

/** What stands beside a chat for when somebody is in danger. */
export interface EmergencyNow {
  /** What the helpline is called on the telephone. */
  helpline: string;
  countries: EmergencyCountry[];
  /** The number to call in the country of the line. */
  number: string;
  /** The young person was asked where they are, and has written nothing since. */
  asked: boolean;
  /** That it was declared, and by whom (`at` is ms UTC), and whether its record says what came of it (`over`); null while it is not. */
  declared: { id: number; at: number; alias: string; over: boolean } | null;
  /** Whether anybody on call is told of it. */
  onCall: boolean;
  /** While there is an emergency in it: the telephone number of whoever is on call, where they gave one. */
  phone: { alias: string; number: string } | null;
  /** Whether there is an address of where they write from, and whether somebody wants to see it, or has seen it. */
  address: "off" | "none" | "locked";
  opening: { asker: string; confirmer: string | null; shown: boolean } | null;
  /** Nobody is in danger in it. */
  rehearsal: boolean;
  /** IANA name, for the times. */
  zone: string;
}

interface StepsProps {
  t: Translate;
  id: number;
  /** Whether the reader writes in the chat. */
  writes: boolean;
  /** Whether the reader helps in it, and does not only read along. */
  help: boolean;
  now: EmergencyNow;
}

/** What to do when somebody is in danger, in the order in which it helps: short enough to be read with a beating heart. */
export function EmergencySteps(props: StepsProps) {
  const { t, id, now } = props;
  return (
    <div class="emergency" id={`emergency-${id}`}>
      <p class="act-alone">
        <b>{t("staff.emergency.act_alone", { number: now.number })}</b>
      </p>
      <p>{t("staff.emergency.lead")}</p>
      <ol>
        <li>
          {t("staff.emergency.step.ask")}
          <Asked {...props} />
        </li>
        <li>
          {t("staff.emergency.step.colleague")}
          <Declared {...props} />
        </li>
        <li>{t("staff.emergency.step.stay")}</li>
        <li>
          {t("staff.emergency.step.call")}
          <Numbers t={t} countries={now.countries} />
          <p>{t("staff.emergency.alone", { number: now.number })}</p>
        </li>
        <li>{t("staff.emergency.step.say", { name: now.helpline })}</li>
        <li>{t("staff.emergency.step.tell")}</li>
        <li>{t("staff.emergency.step.write")}</li>
        <li>{t("staff.emergency.step.after")}</li>
      </ol>
      <AboutAddress {...props} />
    </div>
  );
}

/** Whether they were asked where they are, or the button that asks. */
export function Asked({ t, id, writes, now }: StepsProps) {
  return (
    <div id={`asked-where-${id}`} role="status">
      {now.asked && <p>{t("staff.emergency.asked")}</p>}
      {writes && !now.asked && <Button t={t} id={id} act="where" words="staff.emergency.ask" />}
    </div>
  );
}

/** That it was declared, and the button that declares it: also once it is over, since there may be another. */
export function Declared({ t, id, help, now }: StepsProps) {
  const { declared, rehearsal, zone, onCall } = now;
  const isToDeclare = !declared || declared.over;
  return (
    <div id={`declared-${id}`} role="status">
      {declared && (
        <p>
          <b>
            {t(declared.over ? "staff.emergency.over" : "staff.emergency.declared", {
              time: t.time(declared.at, zone),
              alias: declared.alias,
            })}
          </b>{" "}
          <a href={`/staff/emergencies/${declared.id}`}>{t("staff.emergency.to_record")}</a>
        </p>
      )}
      {isToDeclare && rehearsal && <p class="soft">{t("staff.emergency.rehearsal")}</p>}
      {isToDeclare && !rehearsal && help && (
        <>
          <Button t={t} id={id} act="emergency" words="staff.emergency.declare" />
          <p class="soft">{t("staff.emergency.declare_hint")}</p>
        </>
      )}
      {help && now.phone && (
        <p>
          <a href={`tel:${now.phone.number.replace(/[^+\d]/g, "")}`}>
            {t("staff.emergency.phone", { alias: now.phone.alias, phone: now.phone.number })}
          </a>
        </p>
      )}
      {!rehearsal && <p class="soft">{t(onCall ? "staff.emergency.on_call" : "staff.emergency.no_on_call")}</p>}
    </div>
  );
}

/** Whether there is an address of where they write from, and who is opening it. */
export function AboutAddress({ t, id, now }: Pick<StepsProps, "t" | "id" | "now">) {
  return (
    <div id={`address-of-${id}`} role="status">
      <p class="soft">{t(`staff.emergency.address.${now.address}`)}</p>
      {now.opening && <p>{openingInWords(t, now.opening)}</p>}
    </div>
  );
}

function openingInWords(t: Translate, { asker, confirmer, shown }: NonNullable<EmergencyNow["opening"]>): string {
  if (confirmer === null) return t("staff.emergency.opening.asked", { alias: asker });
  const names = { alias: asker, colleague: confirmer };
  return t(shown ? "staff.emergency.opening.shown" : "staff.emergency.opening.confirmed", names);
}

type ButtonProps = {
  t: Translate;
  id: number;
  act: "where" | "emergency";
  words: "staff.emergency.ask" | "staff.emergency.declare";
};

/** What it does comes back by the socket. */
function Button({ t, id, act, words }: ButtonProps) {
  const action = `/staff/conversation/${id}/${act}`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={`ask-${act}-${id}`}>
        {t(words)}
      </button>
    </form>
  );
}

/** Whom to call, in each country that this helpline serves. */
function Numbers({ t, countries }: { t: Translate; countries: EmergencyCountry[] }) {
  return (
    <ul>
      {countries.map(({ country, call, police = "", sms, app }) => {
        const others = [
          ...(police === "" ? [] : [t("staff.emergency.police", { number: police })]),
          ...(sms === "" ? [] : [t("staff.emergency.sms", { number: sms })]),
          ...(app === "" ? [] : [t("staff.emergency.app", { name: app })]),
        ];
        return (
          <li>
            {countryName(t, country)}: <a href={`tel:${call}`}>{t("staff.emergency.call", { number: call })}</a>
            {others.map((way) => ` · ${way}`)}
          </li>
        );
      })}
    </ul>
  );
}

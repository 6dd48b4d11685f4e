import type { NotedLevel, Referral, ReferralOutcome } from "#src/conversation/messages/referral.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Icon } from "#views/parts/icons.tsx";

// In the order they are offered; one that is missing does not compile.
const levels = Object.keys({ sent: 1, prepared: 2, accompanied: 3 } satisfies Record<
  NotedLevel,
  number
>) as NotedLevel[];
const outcomes = Object.keys({ will_try: 1, contacted: 2, not_now: 3, declined: 4 } satisfies Record<
  ReferralOutcome,
  number
>) as ReferralOutcome[];

export interface Refused {
  id: number;
  level: Referral["level"];
  consent: boolean;
  outcome: ReferralOutcome | null;
  sentence: string;
}

/** What was sent in this chat, and how far it went: folded, since people come for the search below. */
export function Sent(props: { t: Translate; id: number; referrals: Referral[]; refused: Refused | null }) {
  const { t, id, referrals, refused } = props;
  const sent = referrals.filter(({ staffId }) => staffId !== null);
  return (
    <section class="sent" id={`sent-${id}`}>
      {sent.length > 0 && (
        <details id={`all-sent-${id}`} open={refused !== null}>
          <summary>
            <span>{t("staff.went.title", { n: sent.length })}</span>
            <Icon name="down" />
          </summary>
          {sent.map((one) => (
            <Went t={t} id={id} referral={one} refused={refused?.id === one.id ? refused : null} />
          ))}
        </details>
      )}
    </section>
  );
}

interface WentProps {
  t: Translate;
  id: number;
  referral: Referral;
  refused: Refused | null;
}

function Went({ t, id, referral, refused }: WentProps) {
  const now = refused ?? referral;
  const action = `/staff/conversation/${id}/referrals/note`;
  const name = `went-${referral.id}`;
  return (
    <details class="went" id={name} open={refused !== null}>
      <summary>
        <span dir="auto">{referral.serviceName}</span>
        <small>{howFar(t, referral)}</small>
        <Icon name="down" />
      </summary>
      <form
        method="post"
        action={action}
        hx-post={action}
        hx-target={`#sent-${id}`}
        hx-swap="none"
        {...{ "hx-status:422": "swap:outerMorph" }}
      >
        <input type="hidden" name="referral" value={referral.id} />
        <fieldset>
          <legend>{t("staff.went.level")}</legend>
          {levels.map((level) => (
            <div class="check">
              <input
                type="radio"
                id={`${name}-${level}`}
                name="level"
                value={level}
                checked={now.level === level}
                aria-describedby={`${name}-${level}-means`}
              />
              <label for={`${name}-${level}`}>
                {t(`staff.went.level.${level}`)}
                <small id={`${name}-${level}-means`}>{t(`staff.went.means.${level}`)}</small>
              </label>
            </div>
          ))}
        </fieldset>
        <div class="consent">
          <p class="asking">{t("staff.went.ask")}</p>
          <label class="check">
            <input
              type="checkbox"
              name="consent"
              value="yes"
              checked={now.consent === true}
              autofocus={refused !== null}
              aria-invalid={refused ? "true" : undefined}
              aria-describedby={refused ? `${name}-wrong` : undefined}
            />
            <span>{t("staff.went.consent")}</span>
          </label>
          {refused && (
            <p class="wrong" id={`${name}-wrong`} role="alert" data-refused="">
              {refused.sentence}
            </p>
          )}
        </div>
        <label class="soft" for={`${name}-outcome`}>
          {t("staff.went.outcome")}
        </label>
        <select id={`${name}-outcome`} name="outcome">
          <option value="">{t("staff.went.outcome.none")}</option>
          {outcomes.map((outcome) => (
            <option value={outcome} selected={now.outcome === outcome}>
              {t(`staff.went.outcome.${outcome}`)}
            </option>
          ))}
        </select>
        <button type="submit" class="second">
          {t("staff.save")}
        </button>
      </form>
    </details>
  );
}

function howFar(t: Translate, { level, outcome }: Referral): string {
  const words = [t(`staff.went.level.${level === "shown" ? "sent" : level}`)];
  if (outcome !== null) words.push(t(`staff.went.outcome.${outcome}`));
  return words.join(" · ");
}

/** Line under a card in the log: how far it went, and a link to say so. */
export function WentLine(props: { t: Translate; id: number; ended: boolean; referral: Referral }) {
  const { t, id, ended, referral } = props;
  return (
    <ToTab tab="referrals" id={id} ended={ended} at={`went-${referral.id}`} class="how-far">
      <Icon name="read" />
      <span>{howFar(t, referral)}</span>
      <span class="sr">{referral.serviceName}</span>
      <span class="more">{t("staff.went.say")}</span>
    </ToTab>
  );
}

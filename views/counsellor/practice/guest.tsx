import type { Translate } from "#src/i18n/i18n.ts";
import type { RoleCard } from "#src/practice/scenario/scenario.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { SayField } from "./foot.tsx";
import { PracticeBand, PracticeLine, type PracticeWords } from "./room.tsx";

interface GuestProps {
  frame: StaffFrame;
  /** What stands in the address. */
  code: string;
  name: string;
  alias: string;
  card: RoleCard;
  /** Nobody has come yet: it is only told what would be done here. */
  begins: boolean;
  over: boolean;
  clientId: string;
  typed: string;
  error: string | null;
}

/** The page of a colleague who plays the young person; it needs no account and no script. */
export function GuestPage(props: GuestProps) {
  const { frame, code, name, alias, card, begins, over } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={name} wrong={props.error !== null}>
      <h1>{name}</h1>
      <PracticeBand t={t} />
      <p class="lead">
        {t(begins ? "staff.practice.guest_lead" : over ? "staff.practice.guest_over" : "staff.practice.guest_plays", {
          alias,
        })}
      </p>
      {begins && (
        <form method="post" action={`/staff/with/${code}`}>
          <button type="submit" class="main" name="act" value="begin">
            {t("staff.practice.guest_begin")}
          </button>
        </form>
      )}
      <RolePage t={t} card={card} open={begins || over} />
      {!begins && <iframe class="practice-lines" src={`/staff/with/${code}/lines`} title={t("staff.practice.log")} />}
      {!begins && !over && <GuestForm {...props} />}
    </StaffSheet>
  );
}

function GuestForm({ frame: { t }, code, clientId, typed, error }: GuestProps) {
  return (
    <form method="post" action={`/staff/with/${code}`} class="practice-say">
      <input type="hidden" name="client_id" value={clientId} />
      <SayField label={t("staff.practice.guest_say")} typed={typed} error={error} />
      <p class="row-of">
        <button type="submit" class="main" name="act" value="say">
          {t("staff.composer.send")}
        </button>
        <button type="submit" class="quiet" name="act" value="leave">
          {t("staff.practice.guest_leave")}
        </button>
      </p>
    </form>
  );
}

const parts = ["who", "voice", "hides", "opens", "closes", "leaves", "stop"] as const;

function RolePage({ t, card, open }: { t: Translate; card: RoleCard; open: boolean }) {
  return (
    <details class="theme" open={open}>
      <summary>{t("staff.practice.role")}</summary>
      <dl class="role">
        {parts.map((part) => (
          <>
            <dt>{t(`staff.practice.role_part.${part}`)}</dt>
            <dd>{card[part]}</dd>
          </>
        ))}
      </dl>
    </details>
  );
}

/** What was said so far, in a frame that asks again by itself: the words half written beside it stay. */
export function GuestLines({
  t,
  css,
  lines,
  over,
}: {
  t: Translate;
  css: string;
  lines: PracticeWords[];
  over: boolean;
}) {
  return (
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{t("staff.practice.log")}</title>
        <meta name="color-scheme" content="light dark" />
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body class="guest">
        {/* Turned over by the sheet: so the newest is seen without a script. */}
        <ol class="log">
          {lines.toReversed().map((line) => (
            <PracticeLine t={t} line={line} />
          ))}
        </ol>
        {over && <p>{t("staff.practice.over")}</p>}
      </body>
    </html>
  );
}

/** A link that leads nowhere any more. */
export function GuestGone({ frame }: { frame: StaffFrame }) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.practice.title")}>
      <h1>{t("staff.practice.guest_gone")}</h1>
      <p>{t("staff.practice.guest_gone_means")}</p>
    </StaffSheet>
  );
}

import type { Translate } from "#src/i18n/i18n.ts";
import type { LeadMissing, StepName, StepToOpen } from "#src/queue/line/checklist.ts";
import { type DrillProps, LastDrill } from "#views/admin/backup/backup-drill.tsx";
import { pageOf } from "#views/admin/subjects/settings-index.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { Qr } from "#views/parts/qr.tsx";

export interface StepFacts {
  /** `n` accounts, `open` invitations. */
  counsellors: { n: number; open: number };
  /** null = there is a lead who can be written to. */
  lead: LeadMissing | null;
  /** Where an admin writes as a young person, or why not now. `isHere` = no phone can reach it. */
  rehearsal: { link: string; matrix: boolean[][]; isHere: boolean } | "no_key" | "is_open";
  /** The last one, and whether a month has passed since. */
  drill: DrillProps["drill"];
}

/** Steps without a page are taken on the checklist itself. */
const { helpline, look, languages, emergency, rules } = pageOf;
const pages: Partial<Record<StepName, string>> = {
  ...{ helpline, look, languages, emergency, rules },
  hours: "/admin/hours",
  places: "/admin/directory/starter",
  key: "/admin/keys",
  backup: "/admin/backup",
  counsellors: "/admin/staff",
  lead: "/admin/staff",
  mail: "/admin/mail",
};

/** A step: why it matters, whether it is done, what to do. `isNext` sets it apart. */
export function ChecklistStep(props: StepFacts & { t: Translate; step: StepToOpen; isNext: boolean }) {
  const { t, step, isNext } = props;
  const { name, done, canCheck } = step;
  const href = pages[name];
  return (
    <li id={name} class={done ? "step done" : isNext ? "step next" : "step"}>
      <div class="step-head">
        <h3>{t(`admin.open.step.${name}`)}</h3>
        <p class={done ? "state ok" : "state soft"}>
          {done && <Icon name="connected" />}
          <span>{t(done ? "admin.open.done" : "admin.open.missing")}</span>
        </p>
      </div>
      <p class="soft">{t(`admin.open.step.${name}.why`)}</p>
      <More {...props} />
      <div class="row-of">
        {href && (
          <a href={href} class={isNext ? "main" : "second"}>
            {t(done ? "admin.open.look_again" : "admin.open.go")}
            <span class="sr">{`: ${t(`admin.open.step.${name}`)}`}</span>
          </a>
        )}
        {canCheck && <Check t={t} step={step} hasPage={href !== undefined} />}
      </div>
    </li>
  );
}

function Check({ t, step, hasPage }: { t: Translate; step: StepToOpen; hasPage: boolean }) {
  const { name, done } = step;
  return (
    <form method="post" action="/admin/open/checked">
      <input type="hidden" name="step" value={name} />
      <button type="submit" class={done ? "quiet" : "second"} name="done" value={done ? "no" : "yes"}>
        {t(done ? "admin.open.not_yet" : hasPage ? "admin.open.right" : "admin.open.done")}
        <span class="sr">{`: ${t(`admin.open.step.${name}`)}`}</span>
      </button>
    </form>
  );
}

function More({ t, step, counsellors, lead, rehearsal, drill }: StepFacts & { t: Translate; step: StepToOpen }) {
  if (step.name === "counsellors") return <p>{t("admin.open.step.counsellors.have", counsellors)}</p>;
  if (step.name === "backup" && !step.done)
    return (
      <p>
        <Marked t={t} text="admin.open.step.backup.not_yet" href="/admin/backup" />
      </p>
    );
  if (step.name === "backup") return <LastDrill t={t} drill={drill} />;
  if (step.name === "lead") return lead && <p>{t(`admin.lead.${lead}`)}</p>;
  if (step.name !== "rehearsal") return null;
  if (typeof rehearsal === "string") return <p class="note warn">{t(`admin.open.step.rehearsal.${rehearsal}`)}</p>;
  const { link, matrix, isHere } = rehearsal;
  return (
    <div class="scan">
      <Qr matrix={matrix} label={t("admin.invite.qr")} />
      <div class="field">
        <p>
          <Marked t={t} text="admin.open.step.rehearsal.how" href="/staff" />
        </p>
        {isHere && <p class="note warn">{t("admin.open.step.rehearsal.here")}</p>}
        <label for="rehearsal-link">{t("admin.open.step.rehearsal.link")}</label>
        <input id="rehearsal-link" readonly value={link} dir="ltr" />
        <a href={link} target="_blank" rel="noopener" class="second start">
          {t("admin.open.step.rehearsal.here_link")}
        </a>
      </div>
    </div>
  );
}

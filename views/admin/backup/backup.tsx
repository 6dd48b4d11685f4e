import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Command, PrintButton } from "#views/parts/told/command.tsx";
import { Problems, Refused } from "#views/parts/told/problems.tsx";
import { DrillForm, type DrillFormProps } from "./backup-drill.tsx";
import { type BackupNowProps, BackupWatched } from "./backup-now.tsx";
import { Folded } from "./folded.tsx";
import { LetMachine, type LetMachineProps, MachineMade } from "./second-machine.tsx";

/** What stands on the page in the envelope. */
interface Envelope {
  /** Of the helpline. */
  name: string;
  machine: string;
  address: string;
  /** Folders and a file on that machine. */
  data: string;
  key: string;
  copies: string;
  /** Where they go too; null = nowhere. */
  store: string | null;
  /** To stop, restore, and start. */
  commands: [string, string, string];
  /** The same on a machine that is new, line by line. */
  newMachine: readonly string[];
  /** Machines that fetch copies, in words; null = none do. */
  second: string | null;
}

interface BackupProps {
  frame: StaffFrame;
  now: BackupNowProps;
  drill: DrillFormProps;
  machine: LetMachineProps;
  folder: string;
  /** What is typed for a copy on a stick. */
  stick: string;
  onOtherDisk: boolean;
  envelope: Envelope;
}

/** Copies of the data: the last one, where they are, and how the helpline comes back from one. */
export function Backup({ frame, now, drill, machine, folder, stick, onOtherDisk, envelope }: BackupProps) {
  const { t } = frame;
  const isWrong = drill.error !== null || machine.error !== undefined;
  return (
    <StaffSheet
      frame={frame}
      title={t("staff.nav.backup")}
      here="settings"
      script="htmx"
      isPaper
      copies
      wrong={isWrong}
    >
      <nav class="tabs no-print" aria-label={t("staff.nav.settings")}>
        <a href="/admin/settings">{t("staff.nav.settings")}</a>
      </nav>
      <h1 class="no-print">{t("staff.nav.backup")}</h1>
      <p class="lead no-print">{t("admin.backup.lead")}</p>
      <MachineMade {...machine} />
      {drill.error !== null && <DrillRefused {...drill} />}
      {machine.error !== undefined && <Problems t={t} wrong={new Map([["name", machine.error]])} />}
      <BackupWatched {...now} />
      <DrillForm {...drill} />
      <Folded id="where" title={t("admin.backup.where")}>
        <p>
          {`${t("admin.backup.where.folder")} `}
          <code>{folder}</code>
        </p>
        <p>{t(onOtherDisk ? "admin.backup.where.other" : "admin.backup.where.same")}</p>
        <Command t={t} text={stick} />
      </Folded>
      <LetMachine {...machine} />
      <Folded id="restore" title={t("admin.backup.paper")} isPrinted>
        <p class="no-print">{t("admin.backup.paper.print")}</p>
        <div class="no-print">
          <PrintButton t={t} />
        </div>
        <RestorePaper t={t} envelope={envelope} />
      </Folded>
    </StaffSheet>
  );
}

const promoteCommand = "sudo porchlight promote";

/** Without a sheet there is no field that it is about. */
function DrillRefused({ t, asked, error }: DrillFormProps) {
  if (asked === null) return <Refused sentence={error} />;
  const wrong = new Map([["word-0", error ?? ""]]);
  return <Problems t={t} wrong={wrong} title={t("admin.backup.drill.not_begun")} />;
}

/** The page for the envelope, for someone who never did it before. */
function RestorePaper({ t, envelope }: { t: Translate; envelope: Envelope }) {
  const steps = (["stop", "restore", "start"] as const).map((name, i) => [name, envelope.commands[i]!] as const);
  return (
    <article class="paper">
      <h3>{t("admin.backup.paper.of", { name: envelope.name })}</h3>
      <dl class="about-line">
        {(["machine", "address", "data", "key", "copies"] as const).map((name) => (
          <>
            <dt>{t(`admin.backup.paper.${name}`)}</dt>
            <dd>
              <code>{envelope[name]}</code>
            </dd>
          </>
        ))}
        {envelope.store !== null && (
          <>
            <dt>{t("admin.backup.paper.store")}</dt>
            <dd>
              <code>{envelope.store}</code>
            </dd>
            <dt>{t("admin.backup.paper.store_key")}</dt>
            <dd class="by-hand" />
          </>
        )}
        {(["copies_also", "program", "sheet"] as const).map((name) => (
          <>
            <dt>{t(`admin.backup.paper.${name}`)}</dt>
            <dd class="by-hand" />
          </>
        ))}
      </dl>
      <p>{t("admin.backup.paper.machine_new")}</p>
      <Command t={t} text={envelope.newMachine.join("\n")} lines />
      <p>{t("admin.backup.paper.machine_asks")}</p>
      <p>{t("admin.backup.paper.still_there")}</p>
      <ol class="commands">
        {steps.map(([name, command]) => (
          <li>
            {t(`admin.backup.paper.${name}`)}
            <Command t={t} text={command} />
          </li>
        ))}
      </ol>
      <p>{t("admin.backup.paper.then")}</p>
      {envelope.second !== null && (
        <>
          <p>{t("admin.backup.paper.second", { names: envelope.second })}</p>
          <Command t={t} text={promoteCommand} />
        </>
      )}
    </article>
  );
}

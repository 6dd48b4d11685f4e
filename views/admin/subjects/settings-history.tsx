import { History, type HistoryProps } from "../history.tsx";
import type { SubjectListed } from "./settings-index.tsx";

interface SettingsHistoryProps extends Omit<HistoryProps, "undo" | "none"> {
  subject: SubjectListed;
  /** What an undo says beside the change. */
  fields?: Record<string, string>;
}

/** Who changed what of a subject when, each with its way back. */
export function SettingsHistory({ subject, fields = {}, ...rest }: SettingsHistoryProps) {
  const undo = { action: `/admin/settings/${subject}/undo`, fields };
  return <History {...rest} undo={undo} none={rest.t("admin.entry.history_none")} />;
}

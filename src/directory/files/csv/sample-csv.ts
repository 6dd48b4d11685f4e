import { topicKey } from "#src/directory/topics.ts";
import { byteOrderMark, separatorIn, tableLine } from "#src/hours/files/csv.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type Column, columns } from "./csv-columns.ts";
import { listText } from "./csv-lists.ts";

/** Returns a table to start from: our columns and one made-up place, in the language of `t`. */
export function sampleCsv(t: Translate, { today, country }: { today: string; country: string }): string {
  const cells: Record<Column, string> = {
    name: t("admin.import.example.name"),
    organization: t("admin.import.example.organization"),
    topics: listText([t(topicKey("family")), t(topicKey("loneliness"))]),
    summary: t("admin.import.example.summary"),
    description: "",
    phone: "0800 00 00 00",
    sms: "",
    chat: "https://example.org/chat",
    whatsapp: "",
    email: "help@example.org",
    website: "https://example.org",
    languages: t.language,
    regions: country,
    minimum_age: "12",
    maximum_age: "18",
    hours: "Mo-Fr 14:00-20:00, Sa 20:00-02:00",
    free: t("admin.entry.yes"),
    anonymous: t("admin.entry.yes"),
    status: "active",
    verified_on: today,
    external_id: "1",
  };
  const header = columns.map((column) => t(`admin.import.column.${column}`));
  const separator = separatorIn(t.language);
  const row = columns.map((column) => cells[column]);
  return byteOrderMark + tableLine(header, separator) + tableLine(row, separator);
}

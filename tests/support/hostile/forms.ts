import type { FormRow } from "./form.ts";
import { accountForms } from "./forms/accounts.ts";
import { adminForms } from "./forms/admin.ts";
import { chatForms } from "./forms/chat.ts";
import { directoryForms } from "./forms/directory.ts";
import { replyForms } from "./forms/replies.ts";
import { staffForms } from "./forms/staff.ts";
import { youthForms } from "./forms/youth.ts";

/** Every door that takes a form, with where it is shown. */
export const forms: FormRow[] = [
  ...youthForms,
  ...chatForms,
  ...staffForms,
  ...replyForms,
  ...accountForms,
  ...adminForms,
  ...directoryForms,
];

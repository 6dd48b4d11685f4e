import type { FormRow } from "./form.ts";
import { adminForms } from "./forms/admin.ts";
import { directoryForms } from "./forms/directory.ts";
import { staffForms } from "./forms/staff.ts";
import { youthForms } from "./forms/youth.ts";

/** Every door that a form is sent to, with where it is shown. */
export const forms: FormRow[] = [...youthForms, ...staffForms, ...adminForms, ...directoryForms];

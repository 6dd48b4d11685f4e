import { staffForms } from "../support/hostile-staff.ts";
import { standAttacks } from "../support/hostile-standing.ts";

// Beside hostile-staff, in a file of its own: the two go on at once.

standAttacks(staffForms.filter(({ path }) => path.startsWith("/admin/")));

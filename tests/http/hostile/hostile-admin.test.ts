import { staffForms } from "#tests/support/hostile/staff.ts";
import { standAttacks } from "#tests/support/hostile/standing.ts";

// Beside hostile-staff, in a file of its own: the two go on at once.

standAttacks(staffForms.filter(({ path }) => path.startsWith("/admin/")));

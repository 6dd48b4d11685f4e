import { forms } from "#tests/support/hostile/forms.ts";
import { standAttacks } from "#tests/support/hostile/standing.ts";

// Beside hostile-staff, in a file of its own: the two go on at once.

const own = forms.filter(({ path }) => path.startsWith("/admin/"));
standAttacks("those who set the helpline up", own);

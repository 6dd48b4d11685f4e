import { isStaffPath } from "#src/http/server/guards.ts";
import { forms } from "#tests/support/hostile/forms.ts";
import { standAttacks } from "#tests/support/hostile/standing.ts";

const own = forms.filter(({ path }) => isStaffPath(path) && !path.startsWith("/admin/"));
standAttacks("the staff", own);

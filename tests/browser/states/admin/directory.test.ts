import { everyDirectoryState } from "#tests/support/states/admin/directory.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the pages that keep the directory true",
  [
    "directory-empty",
    "directory-due",
    "directory-not-so",
    "directory-done",
    "directory-links",
    "directory-none",
    "directory-bulk",
    "directory-bulk-done",
    "directory-week",
    "directory-regions",
    "directory-regions-wrong",
    "entry-new",
    "entry-wrong",
    "entry-alike",
    "entry-saved",
    "entry-full",
    "entry-conflict",
    "entry-gone",
    "entry-back",
    "entry-delete",
    "directory-deleted",
    "entry-plain",
  ],
  async (lookAt) => [await everyDirectoryState(lookAt)],
);

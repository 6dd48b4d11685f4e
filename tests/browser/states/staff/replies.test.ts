import { everyRepliesPage, everyReplyBesideChat } from "#tests/support/states/staff/replies.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of ready replies, beside a chat and where they are kept",
  [
    "replies-all",
    "replies-found",
    "replies-nothing",
    "replies-other-draft",
    "replies-over",
    "replies-list",
    "replies-removed",
    "replies-file",
    "reply-edit",
    "reply-wrong",
    "replies-own-none",
  ],
  async (lookAt) => [await everyReplyBesideChat(lookAt), await everyRepliesPage(lookAt)],
);

// Every state of the pages: whose they are, group by group, and the walk that reaches them (walks.ts). Its parts: groups.ts.
export const table = {
  youth: [
    {
      name: "a glance",
      always: true,
      cost: 12,
      shows: "views/layout/*.tsx static/{youth,youth-base,staff}.css static/{door,chat,leave,words}.js",
      states: `glance-closed glance-sign-in glance-door glance-waiting glance-queue glance-chat glance-console
        glance-emergency glance-ended glance-over glance-form glance-form-wrong`,
    },
    {
      name: "the chat",
      cost: 12,
      shows: `views/youth/chat/{change,chat,continue,meanwhile}.tsx views/youth/chat/chat-state.ts views/youth/end/{after,clear,ended,step,ways}.tsx views/youth/later/{help,places}.tsx views/youth/door/{how,moment,refused}.tsx views/youth/way.tsx
        static/{chat,chat-*,leave,words}.js static/{youth,youth-base,youth-chat,youth-end,youth-felt,youth-meanwhile}.css
        views/parts/fields/{composer,feeling}.tsx views/parts/told/{kept,sent}.tsx views/parts/fields/message-most.ts views/parts/message.tsx views/parts/tab-icon.ts`,
      states: `youth-closed youth-door youth-refused-too-long youth-waiting-third youth-waiting-first youth-waiting-meanwhile
        youth-change-refused youth-chat-few youth-chat-menu youth-chat-typing youth-chat-end youth-chat-counter youth-chat-offline
        youth-chat-long youth-chat-unreadable youth-continue youth-over youth-ended-asked youth-ended-answered
        youth-ended-danger youth-how youth-help youth-404 youth-429 youth-500 youth-clear youth-cleared youth-moment youth-moment-typed`,
    },
    {
      name: "the chat without scripts",
      cost: 6,
      shows: `views/youth/chat/{box,frame,log}.tsx views/youth/door/busy.tsx static/{youth,youth-base,youth-frame,youth-noscript,youth-busy}.css static/busy.js`,
      states: `plain-door-refused plain-busy plain-waiting plain-waiting-meanwhile plain-begun plain-chat plain-chat-refused plain-chat-over`,
    },
    {
      name: "danger",
      cost: 6,
      shows:
        "views/youth/danger/danger.tsx views/youth/chat/silence.tsx views/parts/emergency.tsx static/youth-{danger,danger-frame}.css",
      states: `danger-full danger-alerted danger-asked danger-silent danger-late danger-leaves danger-clear danger-cleared danger-beside danger-silence danger-plain danger-plain-beside danger-left`,
    },
    {
      name: "the door",
      cost: 8,
      shows: `views/youth/door/{answered,door,lines,note,now}.tsx views/youth/later/unanswered.tsx views/parts/times/days.ts views/parts/times/moment.tsx static/door.js
        static/{youth,youth-base}.css`,
      states: `door-closed door-closed-note door-unplanned door-late door-paused door-open-until door-break door-full
        door-open-again door-shut-words door-two-lines door-one-of-two door-answered waiting-closing door-last-entry
        waiting-unanswered`,
    },
    {
      name: "the door without scripts",
      cost: 4,
      shows:
        "views/youth/door/door.tsx views/youth/chat/frame.tsx views/youth/later/unanswered.tsx static/youth-{frame,noscript}.css",
      states: "plain-door-open-until plain-waiting-closing plain-waiting-closed plain-waiting-unanswered",
    },
    {
      name: "coming back",
      cost: 11,
      shows:
        "views/youth/back/{back,back-again}.tsx views/counsellor/chat/agreed-plan.tsx views/counsellor/after/earlier.tsx static/{youth,youth-base}.css",
      states: `back-form back-wrong back-offered back-agreed back-code back-there back-elsewhere back-shut back-again
        back-console back-lines back-earlier`,
    },
    {
      name: "being written to",
      cost: 6,
      shows: "views/youth/later/{later,later-form,later-link}.tsx static/{youth,youth-base,youth-later}.css",
      states: `later-offered later-form later-wrong later-sent later-warned later-now later-link later-link-shut
        later-link-unknown later-link-refused later-link-used later-off`,
    },
    {
      name: "other places",
      cost: 7,
      shows: `views/youth/later/{other,place,places}.tsx views/youth/end/out.tsx views/parts/{card,own-words}.tsx views/parts/language-name.ts views/parts/told/looking.tsx
        static/{youth,youth-base}.css`,
      states: `other-door other-all other-found other-nothing other-gone other-place other-place-unknown other-out
        other-waiting other-chat other-ended`,
    },
    {
      name: "other places without scripts",
      cost: 6,
      shows:
        "views/youth/chat/frame.tsx views/youth/later/{other,place,places}.tsx views/youth/end/out.tsx static/youth-{frame,noscript}.css",
      states: `plain-other-door plain-other-all plain-other-found plain-other-nothing plain-other-gone plain-other-place
        plain-other-place-unknown plain-other-out plain-other-waiting plain-other-chat plain-other-ended`,
    },
    {
      name: "the secret word",
      cost: 8,
      shows: "views/youth/back/secret.tsx static/{youth,youth-base}.css",
      states: `secret-offered secret-refused secret-is-set secret-with-code secret-asked secret-wrong secret-given
        secret-after-the-end secret-in-the-chat`,
    },
    {
      name: "a discreet look",
      cost: 5,
      shows: "views/youth/later/look.tsx static/youth-{discreet,notes,homework}.css",
      states: `look-picking look-door look-waiting look-chat plain-look-door plain-look-waiting plain-look-chat`,
    },
    {
      name: "silence, jokes and closing time",
      cost: 11,
      shows: `views/youth/end/{ended,wrong}.tsx views/youth/later/help.tsx views/youth/chat/silence.tsx views/counsellor/safety/{care,chat-words,complaints}.tsx views/counsellor/chat/pane-acts.tsx views/counsellor/after/past-message.tsx views/counsellor/chat/prompts.tsx
        static/{youth,youth-base,staff}.css static/console-signal.js`,
      states: `silence-counsellor silence-more silence-risk-menu youth-asked silence-asked youth-paused silence-paused silence-risk silence-watched
        silence-closing youth-aside silence-aside youth-wrong youth-wrong-said youth-wrong-code youth-wrong-made youth-answer-none youth-answer
        concerns concerns-open`,
    },
    {
      name: "the first questions",
      cost: 13,
      shows: `views/youth/door/{which,which-found}.tsx static/youth-which.css views/admin/subjects/assessment-options.ts views/admin/subjects/{assessment,assessment-rule,assessment-try}.tsx views/parts/fields/answers.ts views/parts/told/looking.tsx
        static/{staff,youth,youth-base}.css`,
      states: `which-door which which-open which-danger which-topics which-offered which-closed assessment assessment-wrong assessment-rule
        assessment-rule-wrong assessment-saved assessment-try assessment-reach`,
    },
    {
      name: "a locked helpline",
      cost: 4,
      shows: "views/layout/*.tsx views/session/refused.tsx",
      states: "youth-locked staff-locked",
    },
  ],
  staff: [
    {
      name: "the console",
      cost: 28,
      shows: `views/session/{sign-in,demo-mails,welcome,invalid,refused,still-talking}.tsx
        views/counsellor/chat/{about,composer,conversation,found,goal,message,referral-outcome,referrals,report}.tsx views/counsellor/chat/pane.ts views/counsellor/after/{after-chat,erased}.tsx views/counsellor/console/{bar,chats,console,keys,queue,side,tab-link}.tsx views/counsellor/line/line.tsx views/counsellor/team/seats.tsx views/counsellor/console/side-tabs.ts views/counsellor/state.tsx
        views/parts/{card,marked,message}.tsx views/parts/fields/{chosen,composer}.tsx
        static/console{,-acts,-lists,-log,-referrals,-side,-writing}.js static/staff.css`,
      states: `staff-sign-in staff-sign-in-error staff-sign-in-demo staff-demo-mails staff-welcome staff-welcome-errors staff-link-used
        staff-empty staff-queue staff-one staff-referrals staff-referrals-card staff-referrals-sent
        staff-referrals-nothing staff-report staff-end-asks staff-keys staff-connection-lost staff-away staff-back
        staff-offline staff-two staff-sign-out-asks staff-left-fast staff-room staff-ended staff-erased
        staff-erased-record staff-colleagues staff-invitation staff-refused`,
    },
    {
      name: "the console without scripts",
      cost: 4,
      shows:
        "views/counsellor/console/{console,queue}.tsx views/counsellor/chat/{conversation,referrals}.tsx views/counsellor/when.ts static/staff.css",
      states: "staff-plain-queue staff-plain-one staff-plain-referrals",
    },
    {
      name: "colleagues beside a chat",
      cost: 12,
      shows: `views/counsellor/team/{acts,handover,offers,outside,seats}.tsx views/counsellor/chat/composer.tsx static/console-handover.js static/staff.css`,
      states: `colleagues-outside colleagues-take-over-asks colleagues-reading colleagues-read-by colleagues-joined
        handover-form handover-wrong handover-offered handover-offer handover-declined handover-accepted handover-gone`,
    },
    {
      name: "an emergency",
      cost: 16,
      shows: `views/counsellor/safety/{address,address-requests,emergencies,emergency,emergency-lines,left-in-danger,urgent-in}.tsx views/counsellor/after/left-way.tsx views/youth/danger/where.tsx
        views/admin/mail/address-ready.tsx views/parts/fields/countries.ts views/parts/emergency.tsx static/staff.css`,
      states: `address-told emergency-steps where-asked where where-empty emergency-declared emergency-wrong emergency-record
        emergency-bar emergency-bar-elsewhere emergency-bar-seen emergencies address-locked address-asked
        address-for-you address-confirm address-wrong address-shown left-row left-in-danger left-read
        left-asks help-left left-to-declare left-closed left-not-yours emergency-to-phone address-setting`,
    },
    {
      name: "the keys",
      cost: 7,
      shows: "views/admin/people/{key-sheet,keys}.tsx static/staff.css",
      states: `keys-none keys-alone keys-sheet keys-words-wrong keys-proved keys-rotate keys-given-use-wrong keys-shut`,
    },
    {
      name: "locked words",
      cost: 8,
      shows:
        "views/counsellor/safety/chat-words.tsx views/counsellor/after/past-message.tsx views/admin/people/keys.tsx",
      states: "locked-own-chat locked-ask locked-open-key locked-read",
    },
    {
      name: "the overview and the end of a shift",
      cost: 19,
      shows: `views/counsellor/after/{after-chat,debrief,debriefs}.tsx views/counsellor/console/news.tsx views/counsellor/line/{overview,overview-after}.tsx
        views/admin/people/invite-list.tsx views/youth/end/{after,ended,step,ways}.tsx views/parts/fields/feeling.tsx static/console-overview.js
        static/staff.css`,
      states: `overview-calm overview overview-short overview-plain debrief-asked debrief-given thanks-refused thanks-said
        for-you inbox-marked inbox invite-list invite-list-says invite-list-made`,
    },
    {
      name: "the queue",
      cost: 9,
      shows: `views/counsellor/ago.tsx views/counsellor/line/{line-menu,line-state}.tsx views/counsellor/console/{queue,session-ends,still-here}.tsx static/{console-lists,staff-idle}.js
        static/staff.css`,
      states: `queue-left-alone queue-deserted queue-taken-back member-chats-most still-here covered door-in-danger`,
    },
    {
      name: "contact records",
      cost: 14,
      shows: `views/counsellor/after/{record,record-age,record-facts,record-form,record-reasons,reasons,records,ticks}.tsx views/counsellor/unsent.tsx views/admin/rules/{reason,reasons}.tsx views/parts/fields/reason-name.ts
        static/console-record.js static/staff.css`,
      states: `record-ticking record-open record-found record-refused record-close-asks record-done records record-by-hand record-read
        records-of-lines record-corrects reason-new reasons-saved reason-wrong`,
    },
    {
      name: "learning",
      cost: 6,
      shows: "views/counsellor/learning/{learning,person,rating,stage}.tsx static/staff-pages.css",
      states: `learning-training learning-team learning-person learning-papers-wrong learning-own learning-handed-in
        learning-rates learning-signed`,
    },
    {
      name: "practice",
      cost: 18,
      shows: `views/counsellor/practice/{afterwards,foot,guest,practices,room,scenario}.tsx
        views/admin/practice/{practice,write,write-form,write-head,write-rows,write-try}.tsx static/practice.js
        static/practice-frame.css static/staff-pages.css`,
      states: `practice-list practice-about practice-reading practice-guided practice-guided-why practice-hint practice-after
        practice-link practice-guest practice-guest-plays practice-guest-gone practice-admin practice-admin-wrong
        practice-write practice-write-wrong practice-write-try practice-write-again practice-write-discard
        practice-write-late`,
    },
    {
      name: "ready replies",
      cost: 12,
      shows: `views/counsellor/chat/replies.tsx views/admin/texts/{replies,replies-file,reply}.tsx static/console-replies.js
        views/parts/fields/off-languages.tsx static/staff.css`,
      states: `replies-all replies-found replies-nothing replies-other-draft replies-over replies-list replies-removed
        replies-file reply-edit reply-wrong replies-own-none`,
    },
    {
      name: "the lead of safeguarding",
      cost: 11,
      shows: `views/counsellor/safety/{complaint,complaints,heard}.tsx views/counsellor/console/{live-bar,news}.tsx views/counsellor/team/new-chats.tsx views/admin/people/member.tsx views/parts/fields/words-field.tsx views/session/welcome.tsx static/staff.css`,
      states: `lead-called lead-concern lead-concern-wrong heard-none heard-for-you heard lead-told member-off-new-chats new-chats
        lead-unanswered heard-closed lead-welcome`,
    },
    {
      name: "the room",
      cost: 14,
      shows: `views/counsellor/team/{acts,help-wanted,notes,presence}.tsx views/counsellor/safety/{complaints,holds,open-ended,read-alone}.tsx views/counsellor/console/{live-bar,sound}.tsx views/counsellor/line/shift.tsx
        views/parts/pages.tsx static/console-{room,notes,shift,help}.js static/staff-{times,call,live,notices}.js static/staff.css`,
      states: `concerns-none help-asked help-waits help-wanted help-answered notes-empty notes-unread notes-some shift-empty shift-unread
        shift-some step-in bar-full bar-elsewhere bar-elsewhere-off concerns-two concerns-done holds-none holds-wrong holds-read read-alone`,
    },
  ],
  admin: [
    {
      name: "opening hours",
      cost: 15,
      shows: `views/admin/{history,save-bar}.tsx views/admin/hours/{hours,hours-field,hours-file,hours-form,hours-history,hours-holidays,hours-preview}.tsx views/parts/times/days.ts views/parts/told/{problems,saved}.tsx static/hours.js
        static/staff.css`,
      states: `hours-whenever hours-empty hours-exception hours-wrong hours-file hours-file-nothing hours-full hours-saved
        hours-undone hours-meanwhile hours-plain hours-two-lines`,
    },
    {
      name: "the lines",
      cost: 7,
      shows:
        "views/admin/history.tsx views/admin/hours/{line,line-form,line-history,lines}.tsx views/parts/told/{changes,problems}.tsx static/staff.css",
      states: `lines-one lines-add lines-refused line-saved line-changed line-meanwhile line-retire lines-two line-retired`,
    },
    {
      name: "the audit trail",
      cost: 12,
      shows:
        "views/admin/people/{audit,audit-state}.tsx views/counsellor/chat/contact-ask.tsx views/parts/times/day-and-time.ts views/parts/pages.tsx static/staff.css",
      states: `contact-asked contact-asked-plain contact-overview audit-closed audit-entries audit-none audit-no-day
        audit-whole audit-broken audit-broken-settings`,
    },
    {
      name: "copies of the data",
      cost: 8,
      shows:
        "views/admin/backup/{backup,backup-drill,backup-elsewhere,backup-now,folded,second-machine}.tsx views/parts/marked.tsx views/parts/told/command.tsx static/staff-paper.js static/staff.css",
      states: `backup-none backup-failed backup-running backup-running-plain backup-drill-running backup-fresh backup-drill-wrong backup-machine-wrong backup-machine-made backup-store backup-store-wrong backup-late backup-late-settings`,
    },
    {
      name: "the directory",
      cost: 20,
      shows: `views/admin/entry/{deleted,entry,entry-care,entry-channels,entry-conflict,entry-field,entry-form,entry-history,entry-links,entry-more}.tsx views/admin/directory/{directory,directory-bulk,directory-row,directory-week,organization,regions,starter}.tsx views/parts/marked.tsx views/parts/told/{problems,saved}.tsx
        static/settings.js static/staff.css static/staff-pages.css`,
      states: `directory-empty directory-starter directory-starter-wrong directory-this-week directory-due directory-not-so directory-done directory-links directory-none directory-bulk
        directory-bulk-done directory-week directory-regions directory-regions-wrong entry-new entry-wrong entry-alike
        entry-saved entry-full entry-conflict entry-gone entry-back entry-delete directory-deleted entry-plain`,
    },
    {
      name: "files that come in",
      cost: 10,
      shows:
        "views/admin/importing/{export,import,import-parts,import-run,mapping}.tsx views/parts/times/day-and-time.ts views/parts/pages.tsx static/staff.css",
      states: `import-empty import-wrong import-looked-at mapping mapping-wrong mapping-tried import-taken import-saved import-undone import-nothing import-broken
        import-history export import-plain`,
    },
    {
      name: "the mails",
      cost: 8,
      shows: "views/admin/mail/{let-go,mail,mail-now}.tsx views/parts/told/{changes,problems}.tsx static/staff.css",
      states: `mail-unset mail-wrong mail-set mail-test-wrong mail-test-refused mail-tested mail-failed mail-failed-settings
        mail-undo mail-trouble-plain`,
    },
    {
      name: "on call",
      cost: 7,
      shows: "views/admin/subjects/{on-call,on-call-told}.tsx views/counsellor/line/overview.tsx static/staff.css",
      states: "on-call-empty on-call-wrong on-call-set on-call-told on-call-plain on-call-above",
    },
    {
      name: "the first run",
      cost: 3,
      shows: "views/session/{first-run,welcome}.tsx views/parts/fields/language-fields.tsx static/welcome.js",
      states: "first-language first-language-wrong first-account first-account-wrong",
    },
    {
      name: "people",
      cost: 13,
      shows: `views/admin/people/{member,one-time-link,staff}.tsx views/parts/told/copied.tsx static/copy.js
        views/session/{me,new-password,second,second-code,sessions,confirm,key-button}.tsx
        views/parts/fields/language-fields.tsx views/parts/told/member-changes.ts views/parts/qr.tsx views/parts/fields/roles.ts views/parts/told/saved.tsx static/passkey.js static/staff.css`,
      states: `people-link people-password-link people-new-password people-new-password-wrong people-member people-meanwhile
        people-closed people-list people-last-admin people-me people-me-wrong people-second-none people-second-set-up
        people-second-codes people-second people-sign-in-code people-sign-in-code-wrong people-confirm`,
    },
    {
      name: "the settings",
      cost: 21,
      shows: `views/admin/mail/callback-state.tsx views/admin/subjects/{emergency-fields,settings,settings-history,settings-index,subject,subject-fields}.tsx views/admin/{history,preview,save-bar}.tsx views/admin/rules/{meanwhile,wait-card}.tsx views/admin/hours/{open,open-break,open-step}.tsx
        views/parts/{face,icons,staff-nav}.tsx views/parts/told/problems.tsx views/parts/fields/text-field.tsx static/settings.js static/staff.css`,
      states: `settings settings-found settings-nothing subject-helpline subject-wrong subject-meanwhile subject-saved
        subject-emergency subject-emergency-wrong subject-languages subject-chats subject-silence subject-keeping
        subject-directory subject-callback subject-callback-asked meanwhile-list meanwhile-card-wrong meanwhile-card
        meanwhile-saved open-not-yet open-refused open-open open-break subject-plain`,
    },
    {
      name: "sharing the directory",
      cost: 8,
      shows:
        "views/admin/importing/{sharing,sharing-form,source,source-review,source-told,source-words}.tsx views/parts/language-name.ts static/staff.css",
      states: `sharing sharing-published sharing-wrong sharing-found source-new source-taken source-edited source-changed
        source-remove partner-found sharing-full partner-stale sharing-ended`,
    },
    {
      name: "own texts",
      cost: 15,
      shows:
        "views/admin/mail/example-mails.tsx views/admin/texts/{texts,texts-field,texts-own}.tsx views/admin/texts/texts-place.ts views/parts/fields/text-field.tsx static/staff.css",
      states: `texts-none texts-saved texts-refused texts-after-update texts-meanwhile texts-found texts-not-found texts-mails`,
    },
  ],
} as const;

"""The face of the card under a kept answer: its words, its buttons, and how it is brought."""

from telegram import InlineKeyboardButton

from bot.chat import assist_face, cost_words, own_words_face, preflight_face, recording_words
from bot.chat.link_words import again_in_words
from bot.chat.names import network_title
from bot.chat.refusal_words import NOTHING_HELPS, REFUSALS
from bot.chat.speaking import Line, button, in_rows
from bot.db.accounts import GROUP, PAGE
from bot.locales import Words, mark, mark_plural
from bot.services.allowance import SPENT
from bot.services.cards import CardView
from bot.services.sharing import Target, TargetState

_ = mark

KEPT = _("Kept · day {total}")
KEPT_FOR = _("Kept for {day} · day {total}")
ONLY_YOU = _("Only you can see it in your diary.")
SHARED_IN = _("Shared in {wait}: {names}")
SECONDS, MINUTES = _("{count} s"), _("{count} min")
WHEN_BACK = _("Shared when you are back: {names}")
ON_ITS_WAY = _("On its way: {names}")
SHARED = _("Shared: ")
NOT_TAKEN = _("{network} did not take it.")
CHANGE_NOT_TAKEN = _("The change has not reached {network}.")
OLD_WORDS = _("{network} still shows the earlier words.")
CHECK = _("Before it goes to {network}, one check.")
WANTS_SIGN_IN = _("{network} wants you to sign in again; this waits until then.")
OUT_OF_GROUP = _("I am not in your Telegram group any more; this waits until you add me again.")
UNSURE = _("I could not find out whether it reached {network}.")
FORWARDED = _("Forwarded messages stay in your diary.")
ONE_LINE = _("To share it, answer this message with one line that says what it is.")
CHAT_IS_NOT_DIARY = _(
    "Deleting your message in this chat keeps it in the diary; [Delete] on its card removes it."
)
TAKEN_BACK = _("Taken back, as if it was never written.")
DELETED = _("Deleted from your diary.")
STILL_THERE = mark_plural("{count} copy is being deleted.", "{count} copies are being deleted.")
SEND_NOW, ONLY_ME, UNDO = _("Send now"), _("Only me"), _("Undo")
EDIT, DAY, WHO, DELETE = _("Edit"), _("Day"), _("Who sees it"), _("Delete")
PUT_BACK = _("Put back")
WITHOUT_LEAD, WITH_LEAD = _("Leave out “{lead}”"), _("Put “{lead}” before it")
JOIN = _("Add to the answer before")
PUT_ON_PAGE = _("Put on my page")
TRY_AGAIN = _("Try again")
IT_IS, IT_IS_NOT = _("It is there"), _("It is not · send it")
REPOST = _("Delete and post again: {network}")
LOOK_AGAIN = _("Check it")
DOOR = "door"
ELSEWHERE = (TargetState.SHARED, TargetState.SENDING, TargetState.ASKED)

Rows = list[list[InlineKeyboardButton]]


def of_state(view: CardView, *states: TargetState) -> list[Target]:
    return [target for target in view.targets if target.state in states]


def in_words(words: Words, view: CardView) -> Line:
    """What was kept, who can see it, and what did not work."""
    line = Line()
    if not view.kept:
        return _gone(words, view, line)
    line.add(_kept(words, view))
    _add_states(words, view, line)
    for hint in _hints(words, view):
        line.add(f"\n{hint}")
    return line


def _gone(words: Words, view: CardView, line: Line) -> Line:
    line.add(words(TAKEN_BACK if view.can_put_back else DELETED))
    left = len(of_state(view, TargetState.SHARED, TargetState.SENDING))
    if left:
        line.add("\n" + words.plural(STILL_THERE, left))
    assist_face.add_posted(words, assist_face.STAYS, view, line)
    return line


def _kept(words: Words, view: CardView) -> str:
    total = words.number(view.total)
    if view.on == view.today:
        return words(KEPT, total=total)
    return words(KEPT_FOR, total=total, day=words.day(view.on))


def _add_states(words: Words, view: CardView, line: Line) -> None:
    waiting = [target for target in of_state(view, TargetState.WAITING) if _is_ahead(view, target)]
    held = of_state(view, TargetState.HELD)
    sending = [target for target in view.targets if _is_leaving(view, target)]
    shared = of_state(view, TargetState.SHARED)
    # Of what may stand somewhere nobody is told that it is only theirs.
    by_hand = assist_face.posted(view)
    if not (waiting or held or sending or shared or by_hand or of_state(view, TargetState.ASKED)):
        line.add("\n" + words(ONLY_YOU))
    if waiting:
        wait = _wait(words, view, waiting)
        line.add("\n" + words(SHARED_IN, wait=wait, names=_names(words, waiting)))
    if held:
        line.add("\n" + words(WHEN_BACK, names=_names(words, held)))
    if sending:
        line.add("\n" + words(ON_ITS_WAY, names=_names(words, sending)))
    if shared:
        _add_links(words, shared, line.add("\n" + words(SHARED)))
        _add_counts(words, shared, line)
    assist_face.add_posted(words, assist_face.POSTED, view, line)


def _is_ahead(view: CardView, target: Target) -> bool:
    return target.due_at is None or target.due_at > view.now


def _is_leaving(view: CardView, target: Target) -> bool:
    if target.state is TargetState.WAITING:
        return not _is_ahead(view, target)
    return target.state is TargetState.SENDING


def _names(words: Words, targets: list[Target]) -> str:
    return words.listed([network_title(words, target.network) for target in targets])


def _wait(words: Words, view: CardView, targets: list[Target]) -> str:
    due = [target.due_at for target in targets if target.due_at]
    seconds = round((min(due) - view.now).total_seconds()) if due else 0
    if seconds > 90:
        return words(MINUTES, count=words.number(round(seconds / 60)))
    return words(SECONDS, count=words.number(seconds))


def _add_links(words: Words, shared: list[Target], line: Line) -> None:
    for position, target in enumerate(shared):
        line.add("" if position == 0 else " ")
        name = network_title(words, target.network)
        if target.url:
            line.add(f"{name} ↗", url=target.url)
        else:
            line.add(name)


def _add_counts(words: Words, shared: list[Target], line: Line) -> None:
    """How it was liked and passed on, over all places; nothing while it was not."""
    counts = (
        ("♥", sum(target.likes for target in shared)),
        ("↻", sum(target.boosts for target in shared)),
    )
    told = [f"{sign} {words.number(count)}" for sign, count in counts if count]
    if told:
        line.add("\n" + " · ".join(told))


def _hints(words: Words, view: CardView) -> list[str]:
    hints = [_said(words, target) for target in view.targets if _trouble(target)]
    hints += [*preflight_face.hints(words, view), *own_words_face.hints(words, view)]
    hints += cost_words.hints(words, view)
    hints += assist_face.hints(words, view)
    if view.forwarded:
        hints.append(words(FORWARDED))
    hints += recording_words.hints(words, view)
    if view.wants_line:
        hints.append(words(ONE_LINE))
    if view.first:
        hints.append(words(CHAT_IS_NOT_DIARY))
    return hints


def _said(words: Words, target: Target) -> str:
    """What is wrong, and why, where the network said so."""
    name, trouble = network_title(words, target.network), _trouble(target)
    said = words(trouble, network=name)
    why = REFUSALS.get(target.rule or "") if trouble in (NOT_TAKEN, CHANGE_NOT_TAKEN) else None
    return f"{said} {words(why, network=name)}" if why else said


def _trouble(target: Target) -> str:
    """The sentence for what is wrong with one target; "" where nothing is."""
    if target.rule == DOOR:
        return CHECK
    if target.rule == SPENT:
        return cost_words.WAS_USED_UP
    match target.state:
        case TargetState.REFUSED:
            return NOT_TAKEN
        case TargetState.PARKED:
            return OUT_OF_GROUP if target.network == GROUP else WANTS_SIGN_IN
        case TargetState.ASKED:
            return UNSURE
        case TargetState.SHARED if target.rule:
            return CHANGE_NOT_TAKEN
        case TargetState.SHARED if target.stale and not target.can_edit:
            return OLD_WORDS
    return ""


def rows(words: Words, view: CardView) -> Rows:
    """First what can be shared or stopped, then what helps, then what can be changed."""
    sid = view.snippet_id
    if not view.kept:
        return [[button(words(PUT_BACK), f"card:back:{sid}")]] if view.can_put_back else []
    if of_state(view, TargetState.WAITING, TargetState.HELD):
        return [
            [
                button(words(SEND_NOW), f"share:now:{sid}"),
                button(words(ONLY_ME), f"share:me:{sid}"),
                button(words(UNDO), f"card:undo:{sid}"),
            ],
            # Who wants it in more places chooses them now, so that all leave together.
            *(target_rows(words, view) if of_state(view, TargetState.OFF) else []),
            *_help_rows(words, view),
            *preflight_face.describe_rows(words, view),
            *own_words_face.waiting_rows(words, view),
        ]
    if of_state(view, TargetState.SHARED, TargetState.SENDING):
        return [
            *assist_face.card_rows(words, view),
            *_help_rows(words, view),
            *_extra_rows(words, view),
            _after(words, sid),
        ]
    return [
        *target_rows(words, view),
        *assist_face.card_rows(words, view),
        *_help_rows(words, view),
        *_extra_rows(words, view),
        [
            # At the two ends: one can be put back, the other cannot.
            button(words(UNDO), f"card:undo:{sid}"),
            button(words(EDIT), f"card:edit:{sid}"),
            button(words(DAY), f"card:day:{sid}"),
            button(words(DELETE), f"card:delete:{sid}"),
        ],
    ]


def target_rows(words: Words, view: CardView) -> Rows:
    """One toggle a target; its mark says whether the snippet is there."""
    return in_rows((_toggle(words, view.snippet_id, target) for target in view.targets), 2)


def _toggle(words: Words, sid: int, target: Target) -> InlineKeyboardButton:
    name = network_title(words, target.network)
    if target.state in {TargetState.OFF, TargetState.REFUSED}:
        return button(f"○ {name}", f"share:to:{sid}:{target.account_id}")
    return button(f"● {name}", f"share:off:{sid}:{target.account_id}")


def _after(words: Words, sid: int) -> list[InlineKeyboardButton]:
    return [
        button(words(EDIT), f"card:edit:{sid}"),
        button(words(DAY), f"card:day:{sid}"),
        button(words(WHO), f"share:who:{sid}"),
        button(words(DELETE), f"card:delete:{sid}"),
    ]


def _help_rows(words: Words, view: CardView) -> Rows:
    return [row for target in view.targets if (row := _help(words, view.snippet_id, target))]


def _help(words: Words, sid: int, target: Target) -> list[InlineKeyboardButton]:
    """One button that helps, for a target with which something is wrong."""
    ids = f"{sid}:{target.account_id}"
    name = network_title(words, target.network)
    trouble = _trouble(target)
    if trouble == CHECK:
        return [button(words(LOOK_AGAIN), f"share:door:{ids}")]
    if trouble in (WANTS_SIGN_IN, OUT_OF_GROUP):
        return [
            button(again_in_words(words, target.network), f"networks:again:{target.account_id}")
        ]
    if trouble == UNSURE:
        there = f"card:there:{target.delivery_id}"
        return [
            button(words(IT_IS), f"{there}:yes:{sid}"),
            button(words(IT_IS_NOT), f"{there}:no:{sid}"),
        ]
    if trouble == OLD_WORDS:
        return [button(words(REPOST, network=name), f"share:repost:{ids}")]
    if target.rule in NOTHING_HELPS:
        return []
    if trouble:
        return [button(f"{words(TRY_AGAIN)} · {name}", f"share:again:{ids}")]
    return []


def _extra_rows(words: Words, view: CardView) -> Rows:
    sid = view.snippet_id
    extra = []
    # The page has the whole question above the answer, whatever is chosen for posts.
    if view.with_lead is not None and any(target.network != PAGE for target in view.targets):
        label = WITHOUT_LEAD if view.with_lead else WITH_LEAD
        extra.append(button(words(label, lead=view.lead), f"card:lead:{sid}"))
    if view.can_join_answer:
        extra.append(button(words(JOIN), f"card:join:{sid}"))
    if view.profile_line and not view.diary_only:
        extra.append(button(words(PUT_ON_PAGE), f"page:fill:{view.profile_line}:{sid}"))
    return [*preflight_face.describe_rows(words, view), *([each] for each in extra)]

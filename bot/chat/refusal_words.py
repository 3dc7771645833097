"""Why a network did not take something, in plain words, and what helps."""

from bot.locales import mark

_ = mark

TOO_LONG = _("It is too long for {network}. Edit it, then try again.")
DUPLICATE = _("The same words stand on {network} already. With other words it goes.")
LINKS = _("{network} takes fewer links in one post. Edit it, then try again.")
CASHTAGS = _("{network} takes one word with $ in a post, no more. Edit it, then try again.")
WORDS = _("There is a word in it that this server does not allow. Edit it, then try again.")
LOOKS_AUTOMATED = _("{network} took it for a machine's post. Other words may help.")
NOT_ALLOWED = _("{network} does not allow this post.")
POLICY = _("{network} says that it is against its rules.")
NO_ANSWER_ALLOWED = _("{network} did not let it stand behind the part before.")
PART_GONE = _("The part before it is gone from {network}.")
GONE = _("What should change is not on {network} any more.")
CANNOT_EDIT = _("On {network} nobody can change a post.")
CANNOT_DELETE = _("{network} lets no program delete a post. Please delete it there.")
TOO_LATE_TO_DELETE = _(
    "Telegram lets me delete a post there for 48 hours only, or as an administrator who may "
    "delete messages. Please delete it there."
)
GROUP_MOVED = _(
    "The group has become a supergroup since, and Telegram lets nobody change through me "
    "what was said before."
)
PICTURES_STAY = _("On {network} the pictures of a post cannot be changed.")
TOO_BIG = _("The picture is too big for {network}.")
ODD_PICTURE = _("{network} cannot use this picture.")
ODD_VIDEO = _("{network} cannot use this video.")
TOO_MANY_PICTURES = _("{network} takes fewer pictures in one post.")
TOO_MANY_TAGS = _("{network} takes fewer hashtags in one post. Edit it, then try again.")
NO_PICTURE = _("The picture could not be kept, and there are no words to go without it.")
NEEDS_PICTURE = _("{network} takes only posts with a picture.")
NOT_FETCHED = _("{network} could not fetch the picture from here. Later it may.")
VIDEO_NOT_FETCHED = _("{network} could not fetch the video from here. Later it may.")
NEEDS_ADDRESS = _(
    "{network} fetches pictures itself, and this Hibi has no public address. "
    "Whoever runs it can change that."
)
DRIVE_FULL = _("Your drive on {network} is full. Make some room there, then try again.")
NOTHING = _("There are no words and no picture that could go.")
LATE = _("It had waited so long that I did not send it late without asking you.")
GAVE_UP = _("I tried for a day, and {network} never took it.")
KEYS = _("{network} refused this Hibi's own keys. Whoever runs it can change that.")
FORBIDDEN_ADDRESS = _("The address that it leads to is not allowed.")
UNKNOWN_PLACE = _("I do not know where it stands on {network}. Please look there.")

REFUSALS = {
    "too_long": TOO_LONG,
    "duplicate": DUPLICATE,
    "too_many_links": LINKS,
    "too_many_cashtags": CASHTAGS,
    "prohibited_words": WORDS,
    "looks_automated": LOOKS_AUTOMATED,
    "forbidden": NOT_ALLOWED,
    "policy": POLICY,
    "reply_refused": NO_ANSWER_ALLOWED,
    "reply_gone": PART_GONE,
    "not_there": GONE,
    "no_copy": GONE,
    "cannot_edit": CANNOT_EDIT,
    "cannot_delete": CANNOT_DELETE,
    "too_late_to_delete": TOO_LATE_TO_DELETE,
    "group_moved": GROUP_MOVED,
    "pictures_stay": PICTURES_STAY,
    "picture_too_big": TOO_BIG,
    "picture_cannot_fit": TOO_BIG,
    "picture_format": ODD_PICTURE,
    "picture_shape": ODD_PICTURE,
    "picture_rejected": ODD_PICTURE,
    "video_rejected": ODD_VIDEO,
    "video_not_fetched": VIDEO_NOT_FETCHED,
    "too_many_pictures": TOO_MANY_PICTURES,
    "too_many_tags": TOO_MANY_TAGS,
    "picture_missing": NO_PICTURE,
    "needs_picture": NEEDS_PICTURE,
    "picture_not_fetched": NOT_FETCHED,
    "media_lost": NOT_FETCHED,
    "needs_public_address": NEEDS_ADDRESS,
    "drive_full": DRIVE_FULL,
    "nothing_to_show": NOTHING,
    "too_old": LATE,
    "gave_up": GAVE_UP,
    "no_operator_keys": KEYS,
    "operator_keys_refused": KEYS,
    "address_not_allowed": FORBIDDEN_ADDRESS,
    "unknown_copy": UNKNOWN_PLACE,
}
"""By the rule that a network's error names. What has no word of its own gave no reason."""

NOTHING_HELPS = {
    "cannot_edit",
    "cannot_delete",
    "group_moved",
    "pictures_stay",
    "no_copy",
    "unknown_copy",
}
"""Where no button of ours changes anything."""

"""What becomes of a voice note or video: on the card, and at the first look at a place."""

from bot.locales import Words, mark
from bot.services.cards import CardView
from bot.services.going_along import Recorded

_ = mark

WITH_IT = _("(with the recording)")
RECORDED = {
    Recorded.GOES: _("The recording goes with it, where it is taken."),
    Recorded.STAYS: _("The recording stays in your diary: I could not make it clean."),
    Recorded.NO_FFMPEG: _(
        "The recording stays in your diary: this Hibi has no ffmpeg. "
        "Whoever runs it can change that."
    ),
}


def hints(words: Words, view: CardView) -> list[str]:
    """Nothing while it is not known, and nothing where the whole answer stays anyway."""
    if view.forwarded or view.diary_only or view.recorded not in RECORDED:
        return []
    return [words(RECORDED[view.recorded])]

"""Pages as answers: templates filled, the reader's language, kind pages where nothing is shown."""

import hashlib
from collections.abc import Sequence
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.config import Settings
from bot.locales import LANGUAGES, Words, speak
from bot.locales import mark as _

templates = Environment(
    loader=PackageLoader("bot.web"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

NOTHING_HERE = (_("There is nothing here"), _("The address may be mistyped, or it is not public."))
TAKEN_BACK = (_("This was taken back"), _("It stood here once. Whoever wrote it has withdrawn it."))
WRONG_WAY = (_("This does not work that way"), _("Please open the page from its link."))
TOO_SLOW = (_("That took too long"), _("Please try again."))
TOO_MUCH = (_("That is too much at once"), _("Please send something smaller."))
WRONG_NAME = (_("This is not the right address"), _("This server does not answer to that name."))
SLOW_DOWN = (_("One moment, please"), _("That was a lot at once. Please try again in a minute."))
OUR_FAULT = (
    _("Something went wrong here"),
    _("It is not your doing. Please try again in a little while."),
)

KIND_WORDS = {
    400: WRONG_WAY,
    403: WRONG_WAY,
    404: NOTHING_HERE,
    405: WRONG_WAY,
    408: TOO_SLOW,
    410: TAKEN_BACK,
    413: TOO_MUCH,
    415: WRONG_WAY,
    421: WRONG_NAME,
    429: SLOW_DOWN,
}


def common_headers(*, framed: bool) -> dict[str, str]:
    """What every answer carries. Only the playground shows the pages inside a page of its own."""
    return {
        "Content-Security-Policy": policy(framed=framed),
        "X-Content-Type-Options": "nosniff",
        "Server": "Hibi",
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def policy(*, framed: bool, form_to: Sequence[str] = ()) -> str:
    """Nothing inline, nothing from elsewhere. `form_to`: where a form's answer may lead on to."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self'",
            "media-src 'self'",
            "style-src 'self'",
            "form-action " + " ".join(("'self'", *form_to)),
            "frame-ancestors " + ("'self'" if framed else "'none'"),
            "base-uri 'none'",
        )
    )


def html(template: str, status: int = 200, **values: Any) -> web.Response:
    """A page made of a template."""
    text = templates.get_template(template).render(**values)
    return web.Response(status=status, text=text, content_type="text/html")


def kind_answer(request: web.Request, status: int, *, allow: str = "") -> web.Response:
    """A small page that says in the reader's language why there is nothing else to see."""
    words = reader_words(request)
    title, text = KIND_WORDS.get(status, OUR_FAULT if status >= 500 else WRONG_WAY)
    answer = notice(words, title=words(title), text=words(text), status=status)
    answer.headers["Cache-Control"] = "no-store"
    if allow:
        answer.headers["Allow"] = allow
    if status == 429:
        answer.headers["Retry-After"] = "60"
    if status == 413:
        # What follows is not read: the connection cannot carry another request.
        answer.force_close()
    return answer


def notice(words: Words, *, title: str, text: str, status: int = 200) -> web.Response:
    """A small page of one sentence or two."""
    response = html("notice.html", status, language=words.language, title=title, text=text)
    response.headers["Vary"] = "Accept-Language"
    return response


def origin_of(request: web.Request, settings: Settings) -> str:
    """Where full addresses begin: the public address, or at home the one that was asked."""
    # The gate has let this Host pass, so nobody else chose it.
    return settings.public_url or f"http://{request.host}"


def reader_words(request: web.Request) -> Words:
    """The words of the language that the reader's browser prefers; English where it has none."""
    return speak(preferred(request.headers.get("Accept-Language", "")))


def preferred(accepted: str) -> str:
    """The one of our languages that an Accept-Language header likes best."""
    liked = dict.fromkeys(LANGUAGES, 0.0)
    for entry in accepted.split(",")[:20]:
        tag, _sep, weight = entry.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in liked:
            liked[language] = max(liked[language], _weight(weight))
    return max(LANGUAGES, key=lambda language: liked[language])


def _weight(text: str) -> float:
    name, _sep, value = text.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def with_tag(request: web.Request, response: web.Response, *, cache: str) -> web.StreamResponse:
    """Adds an ETag of the content, and answers 304 to a reader who has it already."""
    content = response.body if isinstance(response.body, bytes) else b""
    tag = hashlib.sha256(content).hexdigest()[:32]
    response.etag = tag
    response.headers["Cache-Control"] = cache
    known = request.if_none_match or ()
    if not any(entry.value in (tag, "*") for entry in known):
        return response
    unchanged = web.Response(status=304)
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "X-Robots-Tag"):
        if name in response.headers:
            unchanged.headers[name] = response.headers[name]
    return unchanged

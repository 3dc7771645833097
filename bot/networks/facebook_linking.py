"""How a Facebook Page is linked: the person says yes, and the one Page that they chose is ours."""

from datetime import timedelta
from typing import Any

from bot.networks import meta
from bot.networks.answers import dig
from bot.networks.base import SIGN_IN_ENDS, Account, AppKeys, NotLinked, Secret
from bot.networks.http import Http
from bot.networks.meta_linking import exchange, named, redeem, token_in

# https://developers.facebook.com/docs/pages-api/getting-started (as of 2026-11)
SCOPES = ("pages_show_list", "pages_manage_posts", "pages_read_engagement")
MAY_POST = "CREATE_CONTENT"
# https://developers.facebook.com/docs/facebook-login/auth-vs-data (as of 2026-11): what a person
# granted is good for 90 days after they last used the app, whatever the token says; and who posts
# from here is not seen using it.
DATA_ACCESS = timedelta(days=90)


async def finish(http: Http, api: str, keys: AppKeys, code: str) -> Account:
    """Redeems the code, trades the user's token for one of 60 days, takes the Page's from it.

    The Page's token has no end of its own.
    https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
    (as of 2026-11). The user's token is kept to give everything back; a failed link gives nothing
    back, because the same grant may serve a link that works.
    """
    short = await redeem(http, f"{api}/oauth/access_token", keys, code)
    long = await exchange(
        http,
        f"{api}/oauth/access_token",
        {
            "grant_type": "fb_exchange_token",
            "client_id": keys.client_id,
            "client_secret": keys.client_secret,
            "fb_exchange_token": token_in(short),
        },
        (token_in(short), keys.client_secret),
    )
    return await _page(http, api, token_in(long))


async def _page(http: Http, api: str, user_token: str) -> Account:
    answer = await http.get_json(
        f"{api}/me/accounts",
        token=user_token,
        params={"fields": "id,name,access_token,tasks", "limit": "100"},
    )
    pages = answer.value("data")
    if not answer.ok:
        raise meta.fault(http, answer)
    page = chosen(pages if isinstance(pages, list) else [])
    token, name = _text(page, "access_token"), _text(page, "name")
    if not token:
        raise NotLinked("may_not_post")
    ends = http.clock() + DATA_ACCESS
    secret = Secret(
        {"access_token": token, "user_token": user_token, SIGN_IN_ENDS: ends.isoformat()}
    )
    return named("facebook", _text(page, "id"), name.lstrip("@"), secret)


def chosen(pages: list[Any]) -> Any:
    """The one Page that the person let us see. With several nobody could say where posts shall
    go; Facebook's own dialog is where people choose."""
    able = [page for page in pages if _may_post(page)]
    if len(able) > 1:
        raise NotLinked("choose_one_page")
    if not able:
        raise NotLinked("may_not_post" if pages else "no_page")
    return able[0]


async def revoke(http: Http, api: str, secret: Secret) -> None:
    """Takes back all that this person gave to the app.

    https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke
    (as of 2026-11). Only the user's own token can do this: once its 60 days are over, the call
    fails, and the person must remove the app in their settings.
    """
    answer = await http.delete(f"{api}/me/permissions", token=secret.get("user_token"))
    if not answer.ok:
        raise meta.fault(http, answer)


def _may_post(page: Any) -> bool:
    """Older answers have no tasks; then the call itself will tell."""
    tasks = dig(page, "tasks")
    return bool(_text(page, "id")) and (not isinstance(tasks, list) or MAY_POST in tasks)


def _text(page: Any, name: str) -> str:
    found = dig(page, name)
    return found if isinstance(found, str) else ""

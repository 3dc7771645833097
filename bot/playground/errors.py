"""What the playground refuses, in Telegram's words."""


class ApiError(Exception):
    """A refusal that a bot gets as `{"ok": false, …}` with this HTTP status."""

    def __init__(
        self,
        status: int,
        description: str,
        retry_after: int | None = None,
        *,
        moved_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.moved_to = moved_to


class AnswerLostError(Exception):
    """The deed is done, and the connection ends before the answer."""


class NotThereError(Exception):
    """The person's side asked for somebody or something that does not exist."""


class AskedWronglyError(Exception):
    """The person's side sent something that cannot be understood."""


def bad_request(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    return ApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiError:
    return ApiError(409, f"Conflict: {what}")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)


def moved(to: int) -> ApiError:
    return ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved_to=to)

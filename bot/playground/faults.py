"""Mishaps ordered in advance: refusals, slow answers, answers that never arrive."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import ApiError, AskedWronglyError

Json = dict[str, Any]

_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """`count`: how often it still happens, None for ever; `delay`: seconds before the answer."""

    method: str | None = None
    chat_id: str | None = None
    status: int | None = None
    retry_after: int | None = None
    description: str | None = None
    count: int | None = 1
    delay: float = 0.0
    drop: bool = False

    def fits(self, method: str, chat_id: object) -> bool:
        return (self.method is None or self.method == method.lower()) and (
            self.chat_id is None or self.chat_id == str(chat_id)
        )

    def refusal(self) -> ApiError | None:
        """The error to answer instead of acting; None where the call is carried out."""
        if self.drop or self.status is None or 200 <= self.status <= 299:
            return None
        if self.status == 429:
            seconds = self.retry_after or 1
            words = self.description or f"Too Many Requests: retry after {seconds}"
            return ApiError(429, words, seconds)
        words = self.description or _DESCRIPTIONS.get(self.status, "Error")
        return ApiError(self.status, words, self.retry_after)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def plan(self, wish: Json) -> None:
        self._faults.append(read_fault(wish))

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The first fault that fits this call, counted down."""
        for fault in self._faults:
            if fault.fits(method, chat_id):
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.count is None:
            return
        fault.count -= 1
        if fault.count <= 0:
            self._faults.remove(fault)


def read_fault(wish: Json) -> Fault:
    """Reads `{method?, chat_id?, status, retry_after?, description?, count?, delay?, drop?}`.

    Once, where no count is given; 0 means until the faults are taken away.
    """
    unknown = wish.keys() - Fault.__dataclass_fields__.keys()
    if unknown:
        raise AskedWronglyError(f"A fault has no {', '.join(sorted(unknown))}.")
    if not {"status", "delay", "drop"} & wish.keys():
        raise AskedWronglyError("A fault needs a status, a delay or drop.")
    try:
        return _fault_of(wish)
    except (TypeError, ValueError):
        raise AskedWronglyError("A fault's numbers must be numbers.") from None


def _fault_of(wish: Json) -> Fault:
    status, retry_after = wish.get("status"), wish.get("retry_after")
    method, chat_id = wish.get("method"), wish.get("chat_id")
    return Fault(
        method=str(method).lower() if method else None,
        chat_id=str(chat_id) if chat_id is not None else None,
        status=int(status) if status is not None else None,
        retry_after=int(retry_after) if retry_after is not None else None,
        description=wish.get("description"),
        count=int(wish.get("count", 1)) or None,
        delay=float(wish.get("delay") or 0),
        drop=wish.get("drop") is True,
    )

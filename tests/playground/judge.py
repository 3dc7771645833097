"""A judge of the Bot API that no one here wrote: aiogram's models, with unknown fields refused.

aiogram accepts any extra field; here one that its model does not know, at any depth, is a fault.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from aiogram import methods
from aiogram.methods import Response, TelegramMethod
from aiogram.types import BufferedInputFile, Update
from pydantic import BaseModel, ValidationError

from bot.playground.core import Playground, Witness

Json = dict[str, Any]


class UnfitError(AssertionError):
    """What was sent is no Bot API request, answer or update."""


def check_request(method: str, parameters: Mapping[str, Any]) -> None:
    """Raises UnfitError unless these are decoded parameters of that method, and nothing else.

    Files may be there as the call log shows them (`{"file": name, "size": n}`).
    """
    model = _method(method)
    attached = _attachments(parameters)
    given = {
        name: _with_files(value)
        for name, value in parameters.items()
        if name not in attached and value is not None
    }
    _check(f"request {method}", model, given)


def check_answer(method: str, result: Any) -> None:
    """Raises UnfitError unless this is a result of that method."""
    returned: Any = _method(method).__returning__
    _check(f"answer to {method}", Response[returned], {"ok": True, "result": result})


def check_update(update: Mapping[str, Any]) -> None:
    """Raises UnfitError unless this is an Update."""
    _check("update", Update, dict(update))
    if len(update.keys() - {"update_id"}) != 1:
        raise UnfitError(f"an update carries one thing, not {sorted(update)}")


class Judge:
    """Judges all that passes through a playground, and remembers what did not fit."""

    def __init__(self) -> None:
        self.findings: list[str] = []

    def watch(self, playground: Playground) -> None:
        playground.witness = Witness(
            asked=lambda method, parameters: self._note(check_request, method, parameters),
            answered=self._answered,
            updated=lambda update: self._note(check_update, update),
        )

    def _answered(self, method: str, result: Any) -> None:
        # Updates are judged when they come up; one that a test made odd on purpose is not.
        if method != "getUpdates":
            self._note(check_answer, method, result)

    def _note(self, check: Any, *what: Any) -> None:
        try:
            check(*what)
        except UnfitError as error:
            self.findings.append(str(error))


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    for known in methods.__all__:
        model = getattr(methods, known)
        if _api_name(model).lower() == name.lower():
            return model  # type: ignore[no-any-return]
    raise UnfitError(f"{name} is no method of the Bot API")


def _api_name(model: Any) -> str:
    name = getattr(model, "__api_method__", "")
    return name if isinstance(name, str) else ""


def _check(what: str, model: type[BaseModel], values: Json) -> None:
    try:
        read = model.model_validate(values)
    except ValidationError as error:
        raise UnfitError(f"{what}: {error}") from None
    unknown = sorted(set(_unknown(read)))
    if unknown:
        raise UnfitError(f"{what}: unknown {', '.join(unknown)}")


def _unknown(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from _unknown(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _unknown(item, f"{path}[]")


def _attachments(value: Any) -> set[str]:
    """Names of the files that `attach://…` refers to, which stand beside the parameters."""
    if isinstance(value, str) and value.startswith("attach://"):
        return {value.removeprefix("attach://")}
    if isinstance(value, Mapping):
        return set().union(*(_attachments(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_attachments(item) for item in value))
    return set()


def _with_files(value: Any) -> Any:
    if isinstance(value, Mapping) and value.keys() == {"file", "size"}:
        return BufferedInputFile(b"", filename=str(value["file"]))
    return value

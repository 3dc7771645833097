"""What is counted, for Prometheus; no label ever names a person or a server that they typed."""

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

EVENT = re.compile(r"[a-z][a-z0-9_ .-]{0,39}")


class Metrics:
    """Counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._events = Counter(
            "hibi_events", "What happened, by its name", ["event"], registry=self.registry
        )
        self._answers = Counter(
            "hibi_web_answers",
            "Answers of the web server, by route and status",
            ["route", "status"],
            registry=self.registry,
        )
        self._well = Gauge(
            "hibi_well", "1 for each part that works", ["part"], registry=self.registry
        )
        self._lag = Gauge(
            "hibi_clock_lag_seconds", "How far the ticks are behind", registry=self.registry
        )

    def count(self, name: str) -> None:
        """Counts one event; an odd name, which could hold somebody's words, as "other"."""
        self._events.labels(name if EVENT.fullmatch(name) else "other").inc()

    def answered(self, route: str, status: int) -> None:
        self._answers.labels(route, str(status)).inc()

    def found(self, part: str, *, well: bool) -> None:
        self._well.labels(part).set(1 if well else 0)

    def lag(self, seconds: float) -> None:
        self._lag.set(seconds)

    def text(self) -> bytes:
        """All of it in the text format 0.0.4."""
        return generate_latest(self.registry)

"""Time as the simulated service sees it, faster than the wall's."""

from __future__ import annotations

import threading
import time

DEFAULT_SPEED = 600.0


class Clock:
    """Turns seconds of the service into fewer real ones.

    Only what is simulated is hurried (provisioning, baking, termination waits). What really runs,
    a model's start-up or an invocation, keeps its documented limits in real seconds.

    Args:
        speed: Service seconds per real second. Default: 600, so ten minutes of baking last one
            second.
    """

    def __init__(self, speed: float = DEFAULT_SPEED) -> None:
        self.speed = speed

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait service seconds; return True when `stop` was set before they were over."""
        return stop.wait(seconds / self.speed)

    def deadline(self, seconds: float) -> float:
        """Return the value of `time.monotonic()` at which that many service seconds are over."""
        return time.monotonic() + seconds / self.speed


clock = Clock()

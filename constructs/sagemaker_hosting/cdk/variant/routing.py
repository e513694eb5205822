"""How a variant spreads its requests over its instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sagemaker_hosting.cdk._l1 import Properties


@dataclass(frozen=True, kw_only=True)
class Routing:
    """How a variant spreads its requests over its instances, or over the copies of a component.

    Made by `random`, `least_outstanding_requests` and `prefix_aware`.

    Attributes:
        strategy: The value of ``RoutingStrategy``.
        prefix_length: How much of a request is compared, 1,024 to 65,536; for ``PREFIX_AWARE``.
            Default: none.
        concurrency_threshold: Requests in flight beyond which another instance is taken, 1 to
            1,024; for ``PREFIX_AWARE``. Default: none.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
    """

    strategy: Literal["RANDOM", "LEAST_OUTSTANDING_REQUESTS", "PREFIX_AWARE"]
    prefix_length: int | None = None
    concurrency_threshold: int | None = None

    @classmethod
    def random(cls) -> Routing:
        """Each request goes to any instance; what SageMaker does if nothing is said."""
        return cls(strategy="RANDOM")

    @classmethod
    def least_outstanding_requests(cls) -> Routing:
        """Each request goes to an instance with room for it: best where requests vary in length."""
        return cls(strategy="LEAST_OUTSTANDING_REQUESTS")

    @classmethod
    def prefix_aware(cls, *, prefix_length: int, concurrency_threshold: int) -> Routing:
        """Requests that begin alike go to one instance, which keeps the prompt in its cache.

        Args:
            prefix_length: How much of the beginning is compared, 1,024 to 65,536: bytes of the
                body, or characters of the messages of an OpenAI-compatible request.
            concurrency_threshold: Requests in flight on the chosen instance (or copy) from which on
                another one is taken, 1 to 1,024.
        """
        return cls(
            strategy="PREFIX_AWARE",
            prefix_length=prefix_length,
            concurrency_threshold=concurrency_threshold,
        )

    def render(self) -> Properties:
        """Return ``RoutingConfig`` of a production variant."""
        aware: Properties = {
            "PrefixLength": self.prefix_length,
            "ConcurrencyThreshold": self.concurrency_threshold,
        }
        given = any(value is not None for value in aware.values())
        return {
            "RoutingStrategy": self.strategy,
            "PrefixAwareRoutingConfig": aware if given else None,
        }

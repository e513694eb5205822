"""SMH1411."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import (
    ASYNC_INVOCATION_TIMEOUT,
    ASYNC_REQUEST_TTL,
    Limit,
    Range,
)
from sagemaker_hosting.rules._requests import RequestRanges


class RequestLimits(RequestRanges):
    """A request waits 60 seconds to 6 hours in the queue and is processed for an hour at most."""

    id = "SMH1411"
    title = "asynchronous request out of range"
    facts = ("async-invocation-timeout", "async-request-ttl")
    pages = (274, 280, 294)
    url = ASYNC_REQUEST_TTL.source
    actions = ("InvokeEndpointAsync",)
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        "InvocationTimeoutSeconds": ASYNC_INVOCATION_TIMEOUT,
        "RequestTTLSeconds": ASYNC_REQUEST_TTL,
    }

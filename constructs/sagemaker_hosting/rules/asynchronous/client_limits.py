"""SMH1402."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import ASYNC_CONCURRENT_INVOCATIONS, Limit, Range
from sagemaker_hosting.rules._async import CLIENT
from sagemaker_hosting.rules._within import WithinLimits


class ClientLimits(WithinLimits):
    """SageMaker sends 1 to 1000 requests at a time to one instance; it chooses when not told."""

    id = "SMH1402"
    title = "concurrent invocations out of range"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-client-config",)
    pages = (273,)
    url = ASYNC_CONCURRENT_INVOCATIONS.source
    schema = True
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"{CLIENT}/MaxConcurrentInvocationsPerInstance": ASYNC_CONCURRENT_INVOCATIONS,
    }

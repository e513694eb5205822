"""SMH1302."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sagemaker_hosting.facts.limits import SERVERLESS_CONCURRENCY, Limit, Range
from sagemaker_hosting.rules._within import WithinLimits


class ConcurrencyLimits(WithinLimits):
    """A serverless variant serves 1 to 200 requests at once, and keeps as many warm at most."""

    id = "SMH1302"
    title = "serverless concurrency out of range"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-max-concurrency-range", "sls-pc-range")
    pages = (226, 236, 238)
    url = SERVERLESS_CONCURRENCY.source
    schema = True
    limits: ClassVar[Mapping[str, Limit[Range]]] = {
        f"ProductionVariants/*/ServerlessConfig/{name}": SERVERLESS_CONCURRENCY
        for name in ("MaxConcurrency", "ProvisionedConcurrency")
    }

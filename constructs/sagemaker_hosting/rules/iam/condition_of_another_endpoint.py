"""SMH0809."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._grants import (
    TARGET_CONTAINER,
    TARGET_MODEL,
    calls_containers,
    condition_values,
    endpoints_of,
    hosts_many_models,
)
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, own_statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConditionOfAnotherEndpoint(Rule):
    """Calls carry TargetModel to multi-model endpoints, TargetContainerHostname to containers.

    To any other endpoint the key is not there: the condition never holds, so an Allow allows
    nothing and a Deny denies nothing. (The guide's own sample for containers has the wrong key.)
    """

    id = "SMH0809"
    title = "condition that no call to the endpoint meets"
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("mme-target-model-condition", "mce-condition-key")
    pages = (98, 99, 114, 115)
    url = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each condition that never holds."""
        for statement in own_statements(resource):
            endpoints = endpoints_of(resource, statement)
            for key, meets, kind, other in _KEYS:
                for operator, value in condition_values(statement, key):
                    # These hold, or are about, a key that is not there.
                    if operator == "Null" or operator.endswith("IfExists") or "Not" in operator:
                        continue
                    if endpoints and all(meets(endpoint) is False for endpoint in endpoints):
                        yield self.finding(
                            resource,
                            value,
                            f"{endpoints[0].logical_id} is not {kind}, so no call to it meets the "
                            "condition",
                            f"remove the condition, or use {other} if that is how it is called",
                        )


_KEYS: Final = (
    (
        TARGET_MODEL,
        hosts_many_models,
        "a multi-model endpoint",
        "sagemaker:TargetContainerHostname",
    ),
    (
        TARGET_CONTAINER,
        calls_containers,
        "called by container (InferenceExecutionConfig.Mode Direct)",
        "sagemaker:TargetModel",
    ),
)

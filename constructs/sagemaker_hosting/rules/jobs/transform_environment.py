"""SMH1893."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import (
    TRANSFORM_ENVIRONMENT_ENTRIES,
    TRANSFORM_ENVIRONMENT_KEY_LENGTH,
    TRANSFORM_ENVIRONMENT_VALUE_LENGTH,
)
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_KEY: Final = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


class TransformEnvironment(RequestRule):
    """A transform job adds at most 16 variables to the environment of its model."""

    id = "SMH1893"
    title = "environment of a transform job"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-environment-limits",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for too many variables, and for each that cannot be set."""
        environment = request.get("Environment")
        variables = request.part("Environment").properties
        most, longest = TRANSFORM_ENVIRONMENT_ENTRIES.value, TRANSFORM_ENVIRONMENT_KEY_LENGTH.value
        if len(variables) > most:
            yield self.finding(
                resource,
                environment,
                f"the job has {len(variables)} environment variables; allowed are {most}",
                "set the others in the Environment of the model",
            )
        for key in variables:
            value = request.get(f"Environment/{key}")
            if not _KEY.fullmatch(key) or len(key) > longest:
                yield self.finding(
                    resource,
                    environment,
                    f"{key[:40]!r} is no name of an environment variable",
                    f"use letters, digits and underscores, no digit at first, at most {longest}",
                )
            elif len(value.text or "") > TRANSFORM_ENVIRONMENT_VALUE_LENGTH.value:
                yield self.finding(
                    resource,
                    value,
                    f"the value of {key} has {len(value.text or '')} characters; allowed are "
                    f"{TRANSFORM_ENVIRONMENT_VALUE_LENGTH.value}",
                    "keep it in S3 or in the Parameter Store, and say where",
                )

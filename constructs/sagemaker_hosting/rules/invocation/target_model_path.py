"""SMH2205."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._callers import FUNCTION, script_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetModelPath(Rule):
    """TargetModel is the path of an archive below the prefix of the endpoint's models."""

    id = "SMH2205"
    title = "target model that is no path below the prefix"
    resource_types = (FUNCTION,)
    facts = ("mme-target-model",)
    pages = (80, 86, 97)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each literal in the code that no model can have."""
        script, code = script_of(resource)
        for name in _TARGET.findall(code):
            if name.startswith(("/", "s3://")) or not name.endswith(".tar.gz"):
                yield self.finding(
                    resource,
                    script,
                    f"TargetModel {name!r} is not the path of an archive below the prefix",
                    "write a path such as team/model.tar.gz",
                )


_TARGET: Final = re.compile(r"TargetModel[\"']?\s*[=:]\s*[\"']([^\"'{}$]+)[\"']")

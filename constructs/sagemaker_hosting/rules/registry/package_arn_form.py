"""SMH1701."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageArnForm(Rule):
    """The ARN of a version reads model-package/<group>/<number>.

    A page of the guide prints it without that prefix.
    """

    id = "SMH1701"
    title = "model package ARN of another form"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("reg-arn-shape",)
    pages = (776, 983, 1001)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each ARN that is no model package's."""
        for container in containers(resource):
            value = container.get("ModelPackageName")
            text = outline(value.raw) or ""
            if not text.startswith("arn:") or text.count(":") < 5:
                continue
            name = text.split(":", 5)[5]
            if "$" in name.partition("/")[0]:
                continue
            if not re.fullmatch(r"model-package/[^/]+(/[^/]+)?", name):
                yield self.finding(
                    resource,
                    value,
                    f"the ARN ends with {name!r}",
                    "write arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>",
                )

"""SMH1912."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PathOfOneModel(Rule):
    """Many models lie below /opt/ml/models/<name>/model, one model below /opt/ml/model."""

    id = "SMH1912"
    title = "path where no model lies"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("mme-local-path",)
    pages = (95, 96, 97)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable with the path of a single model."""
        for container in containers(resource):
            if container.get("Mode").text != "MultiModel":
                continue
            for variable in container.values("Environment/*"):
                if variable.text is not None and _SINGLE.match(variable.text):
                    name = variable.path.rpartition("/")[2]
                    yield self.finding(
                        resource,
                        variable,
                        f"{name} is {variable.text!r}, where a container for many models has none",
                        "models lie below /opt/ml/models/<name>/model",
                    )


_SINGLE: Final = re.compile(r"/opt/ml/model(/|$)")

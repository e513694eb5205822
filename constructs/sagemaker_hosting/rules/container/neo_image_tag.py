"""SMH0287."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.neo import framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TAG: Final = re.compile(r"\d+(\.\d+)*-(cpu|gpu|inf)-py3")
_XGBOOST: Final = re.compile(r"latest|\d.*")


class NeoImageTag(Rule):
    """Neo images are tagged with version, processor and Python: 1.8-cpu-py3. XGBoost is latest."""

    id = "SMH0287"
    title = "tag that no Neo image has"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-image-names-classic", "neo-image-names-accelerators")
    pages = (527, 528, 529)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each tag of another form."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.account is None or image.tag is None:
                continue
            framework = framework_of(image)
            form = _XGBOOST if framework == "XGBOOST" else _TAG
            if framework is not None and not form.fullmatch(image.tag):
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"the tag {image.tag} of {image.repository} has not the form of Neo's",
                    "take latest"
                    if framework == "XGBOOST"
                    else "write <version>-<cpu|gpu|inf>-py3: 1.8-cpu-py3",
                )

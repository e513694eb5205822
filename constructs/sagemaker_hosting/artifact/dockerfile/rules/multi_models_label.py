"""Rule SMH0777."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding

_LABEL: Final = "com.amazonaws.sagemaker.capabilities.multi-models"


class MultiModelsLabel(DockerfileRule):
    """SageMaker reads from a label whether a container can load and unload models.

    A base image may carry the label already; one that is known not to is reported.
    """

    id = "SMH0777"
    title = "a multi-model image without its label"
    facts = ("mme-byoc-label", "mme-serial-two-labels")
    pages = (90,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding where the label is missing, or says something else."""
        if not use.multi_model:
            return
        said = dockerfile.labels.get(_LABEL)
        if said == "true" or (said is None and not dockerfile.starts_bare) or "$" in (said or ""):
            return
        yield self.finding(
            dockerfile,
            None,
            "the image of a multi-model container "
            + (f"has the label {_LABEL}={said}" if said is not None else f"lacks {_LABEL}"),
            f"write LABEL {_LABEL}=true",
        )

"""Rule SMH0778."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding

_LABEL: Final = "com.amazonaws.sagemaker.capabilities.accept-bind-to-port"


class BindToPortLabel(DockerfileRule):
    """Each of several containers listens on a port of its own, and a label says that it can.

    A base image may carry the label already; one that is known not to is reported.
    """

    id = "SMH0778"
    title = "one of several containers without its label"
    facts = ("bind-to-port-label", "mme-serial-two-labels")
    pages = (90, 122, 130)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding where the label is missing, or says something else."""
        if not use.among_others:
            return
        said = dockerfile.labels.get(_LABEL)
        if said == "true" or (said is None and not dockerfile.starts_bare) or "$" in (said or ""):
            return
        yield self.finding(
            dockerfile,
            None,
            "the image of one of several containers "
            + (f"has the label {_LABEL}={said}" if said is not None else f"lacks {_LABEL}"),
            f"write LABEL {_LABEL}=true",
        )

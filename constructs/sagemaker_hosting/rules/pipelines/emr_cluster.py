"""SMH2122."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_CLUSTERS: Final = ("ClusterId", "ClusterConfig")


class EmrCluster(Rule):
    """An EMR step runs on a cluster that is there, or on one that it makes: on one of them."""

    id = "SMH2122"
    title = "cluster of an EMR step"
    resource_types = (PIPELINE,)
    facts = ("pl-emr-step",)
    pages = (676, 677)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for two clusters, or for none."""
        for step in steps(resource):
            there, made = (step.view.get(f"Arguments/{name}") for name in _CLUSTERS)
            if step.type != "EMR":
                continue
            if there.is_given and made.is_given:
                message = "ClusterId and ClusterConfig are both given"
            elif there.is_absent and made.is_absent:
                message = "neither ClusterId nor ClusterConfig is given"
            else:
                continue
            fix = "give either ClusterId or ClusterConfig"
            yield self.finding(resource, step.view, f"{message} of {step.name}", fix)

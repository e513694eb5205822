"""SMH1975."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.images import hosts_many_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlgorithmWithoutMultiModel(Rule):
    """Some built-in algorithms host many models, others serve one each.

    Many are hosted by k-NN, linear learner, random cut forest and XGBoost.
    """

    id = "SMH1975"
    title = "algorithm that hosts one model"
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "fm-mme-frameworks",
        "mme-cpu-frameworks",
    )
    pages = (602, 606, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-support.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each algorithm."""
        for container in containers(resource):
            image = image_of(container)
            name = None if image is None else image.algorithm
            if name is None or container.get("Mode").text != "MultiModel":
                continue
            if hosts_many_models(name) is False:
                yield self.finding(
                    resource,
                    container.get("Mode"),
                    f"the built-in algorithm {name} does not host many models",
                    "set Mode to SingleModel, or build a container with the inference toolkit",
                )

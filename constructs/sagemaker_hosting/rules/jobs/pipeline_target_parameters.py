"""SMH1871."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import parameter_names
from sagemaker_hosting.rules._schedules import RULE, SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NAMES: Final = "SageMakerPipelineParameters/PipelineParameterList/*/Name"


class PipelineTargetParameters(Rule):
    """A pipeline refuses to start with a parameter that it does not declare."""

    id = "SMH1871"
    title = "parameter that the pipeline has not"
    resource_types = (RULE, SCHEDULE)
    facts = ("sch-eventbridge-target",)
    pages = (729, 730, 731, 732)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each parameter that the pipeline does not know."""
        for target in pipeline_targets(resource):
            declared = parameter_names(target.pipeline) if target.pipeline is not None else None
            if declared is None:
                continue
            for name in target.view.values(_NAMES):
                if name.text is not None and name.text not in declared:
                    yield self.finding(
                        resource,
                        name,
                        f"the pipeline has no parameter {name.text!r}",
                        f"pass {' or '.join(sorted(declared)) or 'none'}, or declare it",
                    )

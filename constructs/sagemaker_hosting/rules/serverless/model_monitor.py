"""SMH1319."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import is_serverless
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_INPUTS = (
    "DataQualityJobInput",
    "ModelQualityJobInput",
    "ModelBiasJobInput",
    "ModelExplainabilityJobInput",
    "MonitoringScheduleConfig/MonitoringJobDefinition/MonitoringInputs/*",
)


class ModelMonitor(Rule):
    """Model Monitor reads captured requests, and a serverless endpoint captures none."""

    id = "SMH1319"
    title = "monitoring of a serverless endpoint"
    resource_types = (
        "AWS::SageMaker::DataQualityJobDefinition",
        "AWS::SageMaker::ModelBiasJobDefinition",
        "AWS::SageMaker::ModelExplainabilityJobDefinition",
        "AWS::SageMaker::ModelQualityJobDefinition",
        "AWS::SageMaker::MonitoringSchedule",
    )
    facts = ("sls-excl-model-monitor",)
    pages = (227,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each serverless endpoint that is to be monitored."""
        if resource.template is None:
            return
        for path in _INPUTS:
            for name in resource.values(f"{path}/EndpointInput/EndpointName"):
                endpoint = resource.template.named(name, "AWS::SageMaker::Endpoint", "EndpointName")
                config = endpoint.related("EndpointConfig") if endpoint is not None else None
                if config is not None and is_serverless(config):
                    yield self.finding(
                        resource,
                        name,
                        "the endpoint is serverless, which Model Monitor does not support",
                        "monitor an endpoint on instances, or remove the monitoring",
                    )

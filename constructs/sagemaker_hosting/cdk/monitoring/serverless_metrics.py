"""The metrics of serverless endpoints."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.monitoring.metrics import InvocationMetrics, MemoryMetrics


class ServerlessMetrics(InvocationMetrics, MemoryMetrics):
    """The CloudWatch metrics that SageMaker publishes of a serverless endpoint, and no others.

    ``OverheadLatency`` includes cold starts.

    Source: developer guide pages 246 and 247;
    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html
    """

    def metric_model_setup_time(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """How long a cold start takes, in **microseconds**: download and container start."""
        return self.metric("ModelSetupTime", statistic=statistic, period=period)

    def metric_concurrent_executions_utilization(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of the maximum concurrency in use, from 0 to 1."""
        return self.metric(
            "ServerlessConcurrentExecutionsUtilization", statistic=statistic, period=period
        )

    def metric_provisioned_concurrency_executions(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests in work on provisioned concurrency."""
        return self.metric(
            "ServerlessProvisionedConcurrencyExecutions", statistic=statistic, period=period
        )

    def metric_provisioned_concurrency_utilization(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of the provisioned concurrency in use, from 0 to 1."""
        return self.metric(
            "ServerlessProvisionedConcurrencyUtilization", statistic=statistic, period=period
        )

    def metric_provisioned_concurrency_invocations(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that provisioned concurrency handled."""
        return self.metric(
            "ServerlessProvisionedConcurrencyInvocations", statistic=statistic, period=period
        )

    def metric_provisioned_concurrency_spillover(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests beyond the provisioned concurrency, handled on demand."""
        return self.metric(
            "ServerlessProvisionedConcurrencySpilloverInvocations",
            statistic=statistic,
            period=period,
        )

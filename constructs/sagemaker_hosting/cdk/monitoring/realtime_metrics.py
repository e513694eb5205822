"""The metrics of real-time endpoints, multi-model and multi-container ones among them."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.monitoring.metrics import (
    InstanceMetrics,
    InvocationMetrics,
    PublishedMetrics,
)


class MultiModelMetrics(PublishedMetrics):
    """What multi-model endpoints tell of loading and unloading; others publish none of it.

    Source: developer guide pages 99 to 104;
    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    def metric_model_cache_hit(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of requests whose model was in memory, from 0 to 1 (statistic ``Average``)."""
        return self.metric(
            "ModelCacheHit", variant_name=variant_name, statistic="Average", period=period
        )

    def metric_loaded_model_count(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Models in the memory of an instance; with ``Sum``, of all instances together."""
        return self.metric(
            "LoadedModelCount", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_model_loading_wait_time(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long requests wait until their model is there, in **microseconds**."""
        return self.metric(
            "ModelLoadingWaitTime", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_model_downloading_time(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long fetching a model from S3 takes, in **microseconds**."""
        return self.metric(
            "ModelDownloadingTime", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_model_loading_time(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long the container takes to load a model, in **microseconds**."""
        return self.metric(
            "ModelLoadingTime", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_model_unloading_time(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long the container takes to unload a model, in **microseconds**."""
        return self.metric(
            "ModelUnloadingTime", variant_name=variant_name, statistic=statistic, period=period
        )


class EndpointMetrics(InvocationMetrics, InstanceMetrics, MultiModelMetrics):
    """The CloudWatch metrics that SageMaker publishes of a real-time endpoint."""

    def metric_invocations_per_instance(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests for each instance; only ``Sum`` means something (guide page 135)."""
        return self.metric("InvocationsPerInstance", variant_name=variant_name, period=period)

    def metric_invocation_model_errors(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests without a 2xx answer, time-outs and broken connections included; ``Sum``."""
        return self.metric("InvocationModelErrors", variant_name=variant_name, period=period)

    def metric_concurrent_requests(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Maximum",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Requests in flight for each model container, queued ones included; every 10 seconds."""
        return self.metric(
            "ConcurrentRequestsPerModel",
            variant_name=variant_name,
            statistic=statistic,
            period=period,
        )

    def metric_container_latency(
        self,
        container_name: str,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long one container of several takes to answer, in **microseconds**.

        Args:
            container_name: Its name: the hostname that the model gives it (guide page 118).
            variant_name: The variant. Default: the only one of the endpoint.
            statistic: Default: ``Average``.
            period: Default: 1 minute.
        """
        return self.metric(
            "ContainerLatency",
            variant_name=variant_name,
            statistic=statistic,
            period=period,
            dimensions={"ContainerName": container_name},
        )

    def metric_explanations_per_instance(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Records explained for each instance; only with online explainability; ``Sum``."""
        return self.metric("ExplanationsPerInstance", variant_name=variant_name, period=period)

"""The metrics of inference components, and of the endpoints that host them."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.monitoring.metrics import (
    InstanceMetrics,
    error_rate_expression,
    error_rate_metrics,
    published_metric,
)


class ComponentEndpointMetrics(InstanceMetrics):
    """The CloudWatch metrics of the instances that inference components share.

    What is asked of the models is told by the components themselves.
    """

    def metric_cpu_reservation(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of the CPUs that components reserve, in percent, 0 to 100."""
        return self.metric("CPUReservation", variant_name=variant_name, period=period)

    def metric_gpu_reservation(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of the GPUs that components reserve, in percent, 0 to 100."""
        return self.metric("GPUReservation", variant_name=variant_name, period=period)

    def metric_memory_reservation(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The share of the memory that components reserve, in percent, 0 to 100."""
        return self.metric("MemoryReservation", variant_name=variant_name, period=period)

    def metric_cpu_utilization_normalized(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """CPU use of the instances in percent of all cores, 0 to 100."""
        return self.metric("CPUUtilizationNormalized", variant_name=variant_name, period=period)

    def metric_gpu_utilization_normalized(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """GPU use of the instances in percent of all GPUs, 0 to 100."""
        return self.metric("GPUUtilizationNormalized", variant_name=variant_name, period=period)

    def metric_gpu_memory_utilization_normalized(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """GPU memory use of the instances in percent of all GPUs, 0 to 100."""
        return self.metric(
            "GPUMemoryUtilizationNormalized", variant_name=variant_name, period=period
        )


class ComponentMetrics:
    """The CloudWatch metrics that SageMaker publishes of an inference component; a mixin.

    All have the dimension ``InferenceComponentName``. Latencies are in **microseconds**.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    @property
    def inference_component_name(self) -> str:
        """The name of the inference component."""
        raise NotImplementedError

    def metric(
        self,
        metric_name: str,
        *,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        dimensions: Mapping[str, str] | None = None,
    ) -> cloudwatch.Metric:
        """Return a metric of the component.

        Args:
            metric_name: Its CloudWatch name, such as ``ModelLatency``. One that is not in the
                developer guide is looked for in ``AWS/SageMaker``.
            statistic: Such as ``Average``, ``Sum`` or ``p99``. Default: the one that says most of
                the metric.
            period: Default: 1 minute, as SageMaker publishes.
            dimensions: Further dimensions, such as ``InstanceType``. Default: none.
        """
        owner = {"InferenceComponentName": self.inference_component_name}
        return published_metric(
            metric_name, owner, statistic=statistic, period=period, dimensions=dimensions
        )

    def metric_invocations(self, *, period: cdk.Duration | None = None) -> cloudwatch.Metric:
        """Requests sent to the component; statistic ``Sum``."""
        return self.metric("Invocations", period=period)

    def metric_invocations_per_copy(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests for each copy; only ``Sum`` means something."""
        return self.metric("InvocationsPerCopy", period=period)

    def metric_concurrent_requests(
        self, *, statistic: str = "Maximum", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests in flight for each copy, queued ones included; every 10 seconds."""
        return self.metric("ConcurrentRequestsPerCopy", statistic=statistic, period=period)

    def metric_invocation_4xx_errors(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that the model answered with a 4xx status; statistic ``Sum``."""
        return self.metric("Invocation4XXErrors", period=period)

    def metric_invocation_5xx_errors(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that the model answered with a 5xx status; statistic ``Sum``."""
        return self.metric("Invocation5XXErrors", period=period)

    def metric_invocation_model_errors(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests without a 2xx answer, time-outs and broken connections included; ``Sum``."""
        return self.metric("InvocationModelErrors", period=period)

    def metric_no_capacity_failures(
        self, *, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that found no copy to serve them; statistic ``Sum``."""
        return self.metric("NoCapacityInvocationFailures", period=period)

    def metric_error_rate(
        self, *, include_client_errors: bool = False, period: cdk.Duration | None = None
    ) -> cloudwatch.MathExpression:
        """The share of requests that failed, from 0 to 1; 0 while there is no traffic.

        Args:
            include_client_errors: Whether 4xx answers count too. Default: only 5xx.
            period: Default: 1 minute.
        """
        using: dict[str, cloudwatch.IMetric] = {
            name: self.metric(metric_name, period=period)
            for name, metric_name in error_rate_metrics(include_client_errors).items()
        }
        return cloudwatch.MathExpression(
            expression=error_rate_expression(include_client_errors),
            using_metrics=using,
            label="Error rate",
            period=period or cdk.Duration.minutes(1),
        )

    def metric_model_latency(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """How long the model takes to answer, in **microseconds**."""
        return self.metric("ModelLatency", statistic=statistic, period=period)

    def metric_overhead_latency(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """What SageMaker adds to the model's latency, in **microseconds**."""
        return self.metric("OverheadLatency", statistic=statistic, period=period)

    def metric_cpu_utilization(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """CPU use of a copy in percent of what it reserves, or may use; 0 to 100."""
        return self.metric("CPUUtilizationNormalized", statistic=statistic, period=period)

    def metric_memory_utilization(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Memory use of a copy in percent of what it reserves, or may use; 0 to 100."""
        return self.metric("MemoryUtilizationNormalized", statistic=statistic, period=period)

    def metric_gpu_utilization(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """GPU use of a copy in percent of what it reserves, or may use; 0 to 100."""
        return self.metric("GPUUtilizationNormalized", statistic=statistic, period=period)

    def metric_gpu_memory_utilization(
        self, *, statistic: str = "Average", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """GPU memory use of a copy in percent, 0 to 100."""
        return self.metric("GPUMemoryUtilizationNormalized", statistic=statistic, period=period)

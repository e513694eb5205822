"""The metrics of endpoints, with their true namespace, dimensions and unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import INVOCATION_NAMESPACE, metric_by_dimensions

SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"
_UNITS: Final = {
    "Microseconds": cloudwatch.Unit.MICROSECONDS,
    "Milliseconds": cloudwatch.Unit.MILLISECONDS,
    "Percent": cloudwatch.Unit.PERCENT,
    "Seconds": cloudwatch.Unit.SECONDS,
}


def published_metric(
    metric_name: str,
    owner: Mapping[str, str],
    *,
    statistic: str | None = None,
    period: cdk.Duration | None = None,
    dimensions: Mapping[str, str] | None = None,
) -> cloudwatch.Metric:
    """Return a metric as SageMaker publishes it.

    Args:
        metric_name: Its CloudWatch name. One that is in no table is looked for in
            ``AWS/SageMaker``, with all dimensions of ``owner``.
        owner: The dimensions of what it belongs to, by name.
        statistic: None: the one that says most of it.
        period: None: 1 minute, as SageMaker publishes.
        dimensions: Further dimensions. None: none.
    """
    known = metric_by_dimensions(metric_name, {**owner, **(dimensions or {})})
    published = None if known is None else known.dimensions_among(owner)
    names = published or owner
    return cloudwatch.Metric(
        namespace=INVOCATION_NAMESPACE if known is None else known.namespace,
        metric_name=metric_name,
        dimensions_map={**{name: owner[name] for name in names}, **(dimensions or {})},
        statistic=statistic or (known.default_statistic if known is not None else "Average"),
        period=period or cdk.Duration.minutes(1),
        unit=_UNITS.get(known.unit) if known is not None else None,
    )


class PublishedMetrics:
    """The CloudWatch metrics that SageMaker publishes of an endpoint; a mixin of endpoints.

    Each method takes the statistic and the period, and the variant where there are several.
    Latencies are in **microseconds**, unless a method says otherwise.

    Source: developer guide pages 134 to 140;
    https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint."""
        raise NotImplementedError

    @property
    def variant_names(self) -> Sequence[str]:
        """The names of the production variants, as far as they are known."""
        raise NotImplementedError

    @property
    def shadow_variant_name(self) -> str | None:
        """The name of the shadow variant, which has metrics of its own; None without one."""
        return None

    def metric(
        self,
        metric_name: str,
        *,
        variant_name: str | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        dimensions: Mapping[str, str] | None = None,
    ) -> cloudwatch.Metric:
        """Return a metric of one variant, or of the endpoint where it is published for that.

        Args:
            metric_name: Its CloudWatch name, such as ``ModelLatency``. One that is not in the
                developer guide is looked for in ``AWS/SageMaker``.
            variant_name: The variant, that of a shadow included. Default: the only one that
                production has.
            statistic: Such as ``Average``, ``Sum`` or ``p99``. Default: the one that says most of
                the metric: ``Sum`` for counts, mostly ``Average`` for everything else.
            period: Default: 1 minute, as SageMaker publishes.
            dimensions: Further dimensions, such as ``EndpointConfigName``. Default: none.

        Raises:
            InvalidProps: When the endpoint has several variants, or unknown ones, and none is
                named.
        """
        owner = {"EndpointName": self.endpoint_name}
        if metric_by_dimensions(metric_name, owner) is None:
            owner["VariantName"] = self._variant(variant_name)
        return published_metric(
            metric_name, owner, statistic=statistic, period=period, dimensions=dimensions
        )

    def _variant(self, given: str | None) -> str:
        names = self.variant_names
        if given is not None:
            shadow = self.shadow_variant_name
            known = list(names) if shadow is None else [*names, shadow]
            if names and is_known([given, *known]) and given not in known:
                raise InvalidProps(
                    f"the endpoint has no variant {given!r}",
                    fix=f"name one of {', '.join(known)}",
                    source=SOURCE,
                )
            return given
        if len(names) == 1:
            return names[0]
        raise InvalidProps(
            f"the endpoint has the variants {', '.join(names)}"
            if names
            else "the endpoint's variants are not known here",
            fix="pass variant_name=..., or name the variants when you import the endpoint",
            source=SOURCE,
        )


class ModelMetrics(PublishedMetrics):
    """What endpoints of every kind tell about their model."""

    def metric_invocation_4xx_errors(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that the model answered with a 4xx status; statistic ``Sum``."""
        return self.metric("Invocation4XXErrors", variant_name=variant_name, period=period)

    def metric_invocation_5xx_errors(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests that the model answered with a 5xx status; statistic ``Sum``."""
        return self.metric("Invocation5XXErrors", variant_name=variant_name, period=period)

    def metric_model_latency(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """How long the model takes to answer, in **microseconds**."""
        return self.metric(
            "ModelLatency", variant_name=variant_name, statistic=statistic, period=period
        )


class InvocationMetrics(ModelMetrics):
    """What endpoints tell that are called with ``InvokeEndpoint``."""

    def metric_invocations(
        self, *, variant_name: str | None = None, period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """Requests sent to the model; statistic ``Sum``."""
        return self.metric("Invocations", variant_name=variant_name, period=period)

    def metric_error_rate(
        self,
        *,
        variant_name: str | None = None,
        include_client_errors: bool = False,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.MathExpression:
        """The share of requests that failed, from 0 to 1; 0 while there is no traffic.

        Args:
            variant_name: The variant. Default: the only one of the endpoint.
            include_client_errors: Whether 4xx answers count too. Default: only 5xx.
            period: Default: 1 minute.
        """
        using: dict[str, cloudwatch.IMetric] = {
            name: self.metric(metric_name, variant_name=variant_name, period=period)
            for name, metric_name in error_rate_metrics(include_client_errors).items()
        }
        return cloudwatch.MathExpression(
            expression=error_rate_expression(include_client_errors),
            using_metrics=using,
            label="Error rate",
            period=period or cdk.Duration.minutes(1),
        )

    def metric_overhead_latency(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """What SageMaker adds to the model's latency, in **microseconds**."""
        return self.metric(
            "OverheadLatency", variant_name=variant_name, statistic=statistic, period=period
        )


class MemoryMetrics(PublishedMetrics):
    """The memory of what an endpoint runs on."""

    def metric_memory_utilization(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Memory use in percent, 0 to 100."""
        return self.metric(
            "MemoryUtilization", variant_name=variant_name, statistic=statistic, period=period
        )


class InstanceMetrics(MemoryMetrics):
    """What the instances of an endpoint tell.

    CPU utilisation goes up to 100 % for each vCPU of an instance, GPU utilisation to 100 % for each
    GPU.
    """

    def metric_cpu_utilization(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """CPU use in percent, up to 100 for each vCPU of an instance."""
        return self.metric(
            "CPUUtilization", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_disk_utilization(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """Disk use in percent, 0 to 100."""
        return self.metric(
            "DiskUtilization", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_gpu_utilization(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """GPU use in percent, up to 100 for each GPU of an instance."""
        return self.metric(
            "GPUUtilization", variant_name=variant_name, statistic=statistic, period=period
        )

    def metric_gpu_memory_utilization(
        self,
        *,
        variant_name: str | None = None,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """GPU memory use in percent, up to 100 for each GPU of an instance."""
        return self.metric(
            "GPUMemoryUtilization", variant_name=variant_name, statistic=statistic, period=period
        )


def error_rate_metrics(include_client_errors: bool) -> dict[str, str]:
    """Return the metrics of the error rate by the name they have in its expression."""
    metrics = {"invocations": "Invocations", "server_errors": "Invocation5XXErrors"}
    if include_client_errors:
        metrics["client_errors"] = "Invocation4XXErrors"
    return metrics


def error_rate_expression(include_client_errors: bool) -> str:
    """Return the error rate as a CloudWatch expression: 0 to 1, and 0 without traffic."""
    errors = "FILL(server_errors, 0)"
    if include_client_errors:
        errors = f"({errors} + FILL(client_errors, 0))"
    return f"IF(invocations > 0, {errors} / invocations, 0)"

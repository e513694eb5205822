"""A metric as Application Auto Scaling and CloudWatch alarms write it."""

from __future__ import annotations

from typing import Any, Final

from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.scaling.resource import ScaledResource
from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = (
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/"
    "API_CustomizedMetricSpecification.html"
)


def customized_metric(
    metric: str | cloudwatch.IMetric, statistic: str | None, resource: ScaledResource
) -> Properties:
    """Return a ``CustomizedMetricSpecification``.

    Args:
        metric: The name of a metric of the resource, or any CloudWatch metric.
        statistic: None: the one that says most of the metric; of a metric object its own.
        resource: What a metric given by name belongs to.

    Raises:
        InvalidProps: When the metric is a search or lies in another account or Region.
    """
    if isinstance(metric, str):
        known = resource.metric(metric)
        return {
            "Namespace": known.namespace,
            "MetricName": metric,
            "Dimensions": resource.dimensions_of(known),
            "Statistic": statistic or known.default_statistic,
            # Of a count CloudWatch asks for no unit, and SageMaker's pages differ about it.
            "Unit": None if known.unit in ("None", "Count") else known.unit,
        }
    config = metric.to_metric_config()
    if config.metric_stat is not None:
        _check_place(config.metric_stat)
        return _plain(config.metric_stat, statistic)
    if config.math_expression is None:
        raise InvalidProps(
            "the metric is neither a metric nor metric math",
            fix="pass a CloudWatch metric",
            source=_SOURCE,
        )
    return {"Metrics": _queries(config.math_expression)}


def _check_place(stat: Any) -> None:
    elsewhere = [place for place in (stat.account, stat.region) if place is not None]
    if elsewhere:
        raise InvalidProps(
            f"metric {stat.metric_name} is said to be in {' and '.join(elsewhere)}; scaling reads "
            "metrics of its own account and Region",
            fix="leave out account and region of the metric",
            source=_SOURCE,
        )


def _plain(stat: Any, statistic: str | None) -> Properties:
    return {
        "Namespace": stat.namespace,
        "MetricName": stat.metric_name,
        "Dimensions": _dimensions(stat),
        "Statistic": statistic or stat.statistic,
        "Unit": _unit(stat.unit_filter),
    }


def _unit(unit: Any) -> str | None:
    """Return CloudWatch's name of a unit, which the CDK's enum spells COUNT_PER_SECOND."""
    if unit is None:
        return None
    return "/".join(word.title() for word in unit.value.split("_PER_"))


def _dimensions(stat: Any) -> list[Properties] | None:
    return [{"Name": item.name, "Value": item.value} for item in stat.dimensions or ()] or None


def _queries(math: Any) -> list[Properties]:
    queries: list[Properties] = [
        {"Id": "tracked", "Expression": math.expression, "ReturnData": True}
    ]
    for name, used in math.using_metrics.items():
        config = used.to_metric_config()
        if config.metric_stat is None:
            raise InvalidProps(
                f"metric math over metric math ({name}) cannot be tracked",
                fix="write it as one expression over plain metrics",
                source=_SOURCE,
            )
        stat = config.metric_stat
        _check_place(stat)
        queries.append(
            {
                "Id": name,
                "MetricStat": {
                    "Metric": {
                        "Namespace": stat.namespace,
                        "MetricName": stat.metric_name,
                        "Dimensions": _dimensions(stat),
                    },
                    "Stat": stat.statistic,
                },
                "ReturnData": False,
            }
        )
    return queries

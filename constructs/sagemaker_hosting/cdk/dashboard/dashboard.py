"""The dashboard: what endpoints do, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at
from sagemaker_hosting.cdk._surroundings import StackFacts, in_stack_of, stack_facts
from sagemaker_hosting.cdk.component.base import ComponentBase
from sagemaker_hosting.cdk.dashboard import kinds
from sagemaker_hosting.cdk.dashboard.fleets import side_by_side
from sagemaker_hosting.cdk.dashboard.limits import check_limits
from sagemaker_hosting.cdk.dashboard.subject import Subject, component_subject, variants_of
from sagemaker_hosting.cdk.dashboard.widget import AlarmStatus, Frame, Heading, Row, placed
from sagemaker_hosting.cdk.endpoint.async_base import AsyncEndpointBase
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.cdk.endpoint.component_base import InferenceComponentEndpointBase
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.endpoint.serverless_base import ServerlessEndpointBase
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.statistic import check_statistic
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import EndpointKind
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::CloudWatch::Dashboard"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
    "CloudWatch-Dashboard-Body-Structure.html"
)

_TITLES: Final[Mapping[EndpointKind, str]] = {
    "real-time": "Real-time",
    "serverless": "Serverless",
    "asynchronous": "Asynchronous",
    "component": "Inference component",
}
_BASES: Final[Sequence[tuple[type[EndpointBase], EndpointKind]]] = (
    (ServerlessEndpointBase, "serverless"),
    (AsyncEndpointBase, "asynchronous"),
    (InferenceComponentEndpointBase, "component"),
)


class EndpointDashboard(cdk.Resource):
    """A CloudWatch dashboard of endpoints and inference components, owned or imported.

    It shows for each variant, as far as its kind publishes it: requests, errors and the error rate;
    percentiles of the latency in milliseconds; the old and the new fleet of an update; instances,
    copies or provisioned concurrency beside the limits of their scaling; utilisation. Thresholds of
    alarms and targets of scaling are lines in the graphs, and the alarms' states are on top.

    What is scaled or watched later is not on it: declare it last. In another stack than an endpoint
    it refers to nothing of that stack but names, so that neither pins the other: the fleets are
    found by search, and alarms of the endpoint are not among the states.

    The primary resource is an ``AWS::CloudWatch::Dashboard`` with the id ``Resource``.

    Example::

        hosting.EndpointDashboard(self, "Dashboard", endpoints=[endpoint])
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoints: Sequence[EndpointBase] = (),
        components: Sequence[ComponentBase] = (),
        alarms: Sequence[cloudwatch.IAlarm] = (),
        percentiles: Sequence[str] = ("p50", "p90", "p99"),
        widgets: Sequence[cloudwatch.IWidget] = (),
        default_interval: cdk.Duration | None = None,
        dashboard_name: str | None = None,
    ) -> None:
        """Declare a dashboard.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoints: The endpoints, of any kind, in the order that they appear in. The variants of
                imported ones have to be named with the import. Default: ``components`` alone.
            components: Inference components and adapters; they follow the endpoints. Default: none.
            alarms: Further alarms whose states are on top, such as drift alarms of a monitor.
                Default: those of the endpoints and components alone.
            percentiles: The statistics of latencies. Default: ``p50``, ``p90`` and ``p99``.
            widgets: Further widgets of your own, each in a row below the others. Default: none.
            default_interval: The time that it shows when it is opened. Default: 3 hours.
            dashboard_name: 1 to 255 letters, digits, hyphens and underscores. Default: made by
                CloudFormation.

        Raises:
            InvalidProps: When there is nothing to show, when the variants of an endpoint are not
                known, or when CloudWatch cannot show that much.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html;
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
        """
        with declared_at(scope, id):
            if isinstance(endpoints, EndpointBase) or isinstance(components, ComponentBase):
                raise InvalidProps(
                    "endpoints and components are sequences, and one alone is given",
                    fix="pass endpoints=[endpoint], or components=[component]",
                    source=_SOURCE,
                )
            if not endpoints and not components:
                raise InvalidProps(
                    "a dashboard of nothing",
                    fix="pass endpoints=[...], components=[...] or both",
                    source=_SOURCE,
                )
            _check_shown(endpoints, components, percentiles)
            super().__init__(scope, id, physical_name=dashboard_name)
            here = in_stack_of(self, scope)
            rows: list[tuple[Frame, Row]] = []
            if alarms:
                arns = [alarm.alarm_arn for alarm in alarms]
                rows.append(
                    (Frame(region=here.region), [AlarmStatus(title="Further alarms", arns=arns)])
                )
            for endpoint in endpoints:
                rows += _of_endpoint(endpoint, here, percentiles)
            for component in components:
                rows += _of_component(component, here, percentiles)
            rendered, below = placed(rows)
            for widget in widgets:
                widget.position(0, below)
                below += int(widget.height)
                rendered += widget.to_json()
            body: Properties = {"widgets": rendered}
            if default_interval is not None:
                body = {"start": _back(default_interval), **body}
            check_limits(body, dashboard_name)
            enforce(_TYPE, {"DashboardName": dashboard_name, "DashboardBody": body})
            # The CDK writes references inside of the text.
            text = here.stack.to_json_string(body)
            properties = {"DashboardName": dashboard_name, "DashboardBody": text}
            self._resource = create_l1(cloudwatch.CfnDashboard, self, "Resource", properties)

    @property
    def dashboard_name(self) -> str:
        """The name of the dashboard; a token until deployment."""
        return self._resource.ref


def _back(interval: cdk.Duration) -> str:
    """Return the time that a dashboard shows first, as the start of what it shows."""
    if not isinstance(interval, cdk.Duration) or interval.is_unresolved():
        raise InvalidProps(
            "default_interval is known only at deployment, and is a text on the dashboard"
            if isinstance(interval, cdk.Duration)
            else f"default_interval is {interval!r}, not a Duration",
            fix="pass a literal such as default_interval=Duration.hours(12)",
            source=_SOURCE,
        )
    return f"-{interval.to_iso_string()}"


def _check_shown(
    endpoints: Sequence[EndpointBase],
    components: Sequence[ComponentBase],
    percentiles: Sequence[str],
) -> None:
    for argument, kind, given in (
        ("endpoints", EndpointBase, endpoints),
        ("components", ComponentBase, components),
    ):
        for each in given:
            if not isinstance(each, kind):
                raise InvalidProps(
                    f"{argument} has {type(each).__name__}, which is none of those",
                    fix="pass endpoints of this library as endpoints, inference components as "
                    "components; others are imported with their from_... methods",
                    source=_SOURCE,
                )
    if isinstance(percentiles, str) or not percentiles:
        raise InvalidProps(
            f"percentiles is {percentiles!r}: no latency could be shown",
            fix="pass percentiles=['p50', 'p99']",
            source=_SOURCE,
        )
    for statistic in percentiles:
        check_statistic(statistic)


def _of_endpoint(
    endpoint: EndpointBase, here: StackFacts, percentiles: Sequence[str]
) -> Iterator[tuple[Frame, Row]]:
    frame = _frame(endpoint, here)
    kind = _kind(endpoint)
    yield frame, [Heading(markdown=f"## {_TITLES[kind]} endpoint {endpoint.endpoint_name}")]
    yield from _states(frame, endpoint, endpoint.declared_alarms, here)
    if not endpoint.variant_names:
        raise InvalidProps(
            f"the variants of {endpoint.node.path} are not known here, and metrics are published "
            "by variant",
            fix="pass variant_names=[...] when you import it, or declare its configuration",
            source="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
        )
    variants = list(variants_of(endpoint, here))
    if kind == "real-time" and len(variants) > 1:
        yield frame, side_by_side(variants)
    for variant in variants:
        what = "Shadow variant" if variant.is_shadow else "Variant"
        yield frame, [Heading(markdown=f"### {what} {variant.label}")]
        for row in _rows(kind, variant, percentiles):
            yield frame, row


def _of_component(
    component: ComponentBase, here: StackFacts, percentiles: Sequence[str]
) -> Iterator[tuple[Frame, Row]]:
    frame = _frame(component.endpoint, here)
    subject = component_subject(component)
    yield frame, [Heading(markdown=f"## Inference component {subject.label}")]
    yield from _states(frame, component, component.declared_alarms, here)
    for row in kinds.component(subject, percentiles):
        yield frame, row


def _kind(endpoint: EndpointBase) -> EndpointKind:
    if isinstance(endpoint, OwnedEndpoint):
        return endpoint.config.kind
    for base, kind in _BASES:
        if isinstance(endpoint, base):
            return kind
    return "real-time"


def _rows(kind: EndpointKind, variant: Subject, percentiles: Sequence[str]) -> Iterator[Row]:
    if kind == "serverless":
        return kinds.serverless(variant, percentiles)
    if kind == "asynchronous":
        return kinds.asynchronous(variant, percentiles)
    if kind == "component":
        return kinds.component_endpoint(variant)
    return kinds.real_time(variant, percentiles)


def _frame(endpoint: EndpointBase, here: StackFacts) -> Frame:
    """Return where the metrics of ``endpoint`` are."""
    place = stack_facts(endpoint) if endpoint.given_arn is None else endpoint.env
    elsewhere = is_known([place.account, here.account]) and place.account != here.account
    return Frame(region=place.region, account=place.account if elsewhere else None)


def _states(
    frame: Frame, owner: Construct, alarms: Sequence[DeclaredAlarm], here: StackFacts
) -> Iterator[tuple[Frame, Row]]:
    """Yield the states of the alarms that the dashboard may refer to."""
    same_stack = stack_facts(owner).stack is here.stack
    for title, rolls_back in (
        ("Alarms that roll an update back", True),
        ("Health alarms", False),
    ):
        arns = [
            each.arn
            for each in alarms
            if each.rolls_back is rolls_back and (same_stack or is_known(each.arn))
        ]
        if arns:
            yield frame, [AlarmStatus(title=title, arns=arns)]

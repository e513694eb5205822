"""Which endpoint an alarm watches, and which alarms take an update back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sagemaker_hosting.facts.metrics import EndpointKind
from sagemaker_hosting.rules._kinds import kind_of
from sagemaker_hosting.rules._metric_uses import ALARM, MetricUse, metric_uses
from sagemaker_hosting.rules._models import ENDPOINT, variants_of
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, View, remembered

# A query of this kind finds metrics that are named nowhere in the template.
_SEARCHES: Final = re.compile(r"\b(SEARCH|SELECT)\b")


def watched_endpoint(alarm: Resource, use: MetricUse) -> Resource | None:
    """Return the endpoint of the template whose metric ``alarm`` watches; None when not known.

    An alarm that spells the name just as the endpoint does means that endpoint, also where the
    spelling is a function that only CloudFormation can work out.
    """
    name = use.values.get("EndpointName")
    if name is None or alarm.template is None:
        return None
    named: Resource | None = alarm.template.named(name, ENDPOINT, "EndpointName")
    if named is not None:
        return named
    (by_spelling,) = _by_spelling(alarm.template)
    alike = by_spelling.get(repr(name.raw), ())
    return alike[0] if len(alike) == 1 else None


@remembered
def _by_spelling(template: Resources) -> Iterator[dict[str, list[Resource]]]:
    """Yield the endpoints of a template, once, by how their names are written."""
    found: dict[str, list[Resource]] = {}
    for endpoint in template.of_type(ENDPOINT):
        found.setdefault(repr(endpoint.get("EndpointName").raw), []).append(endpoint)
    yield found


def rollback_alarms(endpoint: Resource) -> Iterator[tuple[Value, Resource]]:
    """Yield the alarms of the template that take an update back, with where they are named."""
    if endpoint.template is None:
        listed = endpoint.get(ALARMS)
        for alarm in endpoint.all_related("Alarm"):
            yield listed, alarm
        return
    for name in endpoint.values(f"{ALARMS}/*/AlarmName"):
        alarm = endpoint.template.named(name, ALARM, "AlarmName")
        if alarm is not None:
            yield name, alarm


def variant_names(config: Resource) -> frozenset[str] | None:
    """Return the names of all variants of ``config``; None unless all of them are known."""
    count = config.get("ProductionVariants").length
    shadows = config.get("ShadowProductionVariants")
    if count is None or not (shadows.is_absent or shadows.length is not None):
        return None
    names = [variant.get("VariantName").text for variant in variants_of(config)]
    if len(names) != count + (shadows.length or 0) or None in names:
        return None
    return frozenset(name for name in names if name is not None)


def endpoint_kind(endpoint: Resource) -> EndpointKind | None:
    """Return what kind of endpoint it certainly is; None when that is not certain."""
    config = endpoint.related("EndpointConfig")
    return None if config is None else kind_of(config)


def all_uses(alarm: Resource) -> Sequence[MetricUse] | None:
    """Return every metric that ``alarm`` watches; None unless all of them are known."""
    listed = alarm.get("Metrics")
    if not listed.is_absent:
        queries = list(alarm.parts("Metrics/*"))
        if listed.length != len(queries) or not all(_is_readable(query) for query in queries):
            return None
    uses = metric_uses(alarm)
    known = all(use.name.text and use.namespace.text and use.dimensions is not None for use in uses)
    return uses if known else None


def _is_readable(query: View) -> bool:
    """Return whether a query of an alarm is a metric that can be read, or arithmetic."""
    if query.get("MetricStat").is_absent:
        formula = query.get("Expression").text
        return formula is not None and not _SEARCHES.search(formula)
    return query.part("MetricStat/Metric").is_known

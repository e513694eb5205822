"""Dashboards show what is published, where it is published, in units that people read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_cloudwatch as cloudwatch

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import EndpointKind, all_metrics
from tests.cdk.apps import template
from tests.cdk.support import (
    bucket,
    endpoint,
    flat,
    image,
    imported_model,
    new_app,
    new_stack,
    only,
    resources_of,
    template_of,
)

DASHBOARD = "AWS::CloudWatch::Dashboard"
Widgets = list[dict[str, Any]]


def widgets_of(rendered: dict[str, Any]) -> Widgets:
    body = json.loads(flat(only(rendered, DASHBOARD)["DashboardBody"]))
    widgets: Widgets = body["widgets"]
    return widgets


def shown(stack: cdk.Stack, *endpoints: hosting.EndpointBase, **arguments: Any) -> Widgets:
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=list(endpoints), **arguments)
    return widgets_of(template_of(stack))


def graphs(widgets: Widgets) -> dict[str, dict[str, Any]]:
    """Return the properties of the graphs of one variant or component, by title."""
    found = {
        each["properties"]["title"]: each["properties"]
        for each in widgets
        if each["type"] == "metric"
    }
    assert len(found) == sum(each["type"] == "metric" for each in widgets)
    return found


def metrics(graph: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str], dict[str, Any]]]:
    """Yield namespace, name, dimensions and options of the metrics of a graph."""
    for row in graph["metrics"]:
        if isinstance(row[0], str):
            namespace, name, *rest = row
            options = rest.pop()
            yield namespace, name, dict(zip(rest[::2], rest[1::2], strict=True)), options


def expressions(graph: dict[str, Any]) -> list[dict[str, Any]]:
    return [row[0] for row in graph["metrics"] if isinstance(row[0], dict)]


def marks(graph: dict[str, Any]) -> dict[str, float]:
    return {
        mark["label"]: mark["value"] for mark in graph.get("annotations", {}).get("horizontal", ())
    }


def serverless(stack: cdk.Stack, **arguments: Any) -> hosting.ServerlessEndpoint:
    return hosting.ServerlessEndpoint(
        stack,
        "Serverless",
        model=imported_model(stack, "Bursts"),
        memory_size=Size.gibibytes(2),
        max_concurrency=50,
        **arguments,
    )


def queued(stack: cdk.Stack, **arguments: Any) -> hosting.AsyncEndpoint:
    return hosting.AsyncEndpoint(
        stack,
        "Queue",
        model=imported_model(stack, "Queued"),
        instance_type="ml.g5.xlarge",
        async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        **arguments,
    )


def shared(stack: cdk.Stack) -> hosting.InferenceComponentEndpoint:
    return hosting.InferenceComponentEndpoint(stack, "Shared", instance_type="ml.g5.12xlarge")


def component(stack: cdk.Stack, **arguments: Any) -> hosting.InferenceComponent:
    return hosting.InferenceComponent(
        stack,
        "Component",
        endpoint=shared(stack),
        image=image(stack),
        requirements=hosting.ComputeRequirements(min_memory=Size.gibibytes(1)),
        **arguments,
    )


KINDS: dict[EndpointKind, Any] = {
    "real-time": endpoint,
    "serverless": serverless,
    "asynchronous": queued,
    "component": shared,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("imported", [False, True], ids=["owned", "imported"])
def test_every_metric_is_one_that_the_kind_publishes(
    stack: cdk.Stack, kind: EndpointKind, imported: bool
) -> None:
    made = KINDS[kind](stack)
    if imported:
        made = type(made).from_endpoint_name(stack, "I", "churn", variant_names=["AllTraffic"])
    seen = set()
    for graph in graphs(shown(stack, made)).values():
        for namespace, name, dimensions, options in metrics(graph):
            (known,) = [
                metric
                for metric in all_metrics()
                if (metric.namespace, metric.name) == (namespace, name)
                and tuple(sorted(dimensions)) in metric.dimension_sets
            ]
            assert kind in known.kinds
            statistic = options["stat"]
            plain = statistic[0] != "p"
            assert not plain or not known.statistics or statistic in known.statistics, name
            seen.add(name)
    missing = {
        metric.name
        for metric in all_metrics()
        if kind in metric.kinds
        and any("EndpointName" in names for names in metric.dimension_sets)
        and "multi-model" not in metric.description
        and (kind != "component" or metric.namespace != "AWS/SageMaker")
    } - seen
    # What only explanations and several containers publish, and what is there in percent of all.
    assert missing <= {
        "ContainerLatency",
        "CPUUtilization",
        "ExplanationsPerInstance",
        "GPUMemoryUtilization",
        "GPUUtilization",
    }


def test_a_component_shows_all_that_it_publishes(stack: cdk.Stack) -> None:
    hosting.EndpointDashboard(stack, "Dashboard", components=[component(stack)])
    seen = set()
    for graph in graphs(widgets_of(template_of(stack))).values():
        for namespace, name, dimensions, _ in metrics(graph):
            assert list(dimensions) == ["InferenceComponentName"]
            seen.add((namespace, name))
    assert seen == {
        (metric.namespace, metric.name)
        for metric in all_metrics()
        if ("InferenceComponentName",) in metric.dimension_sets
    }


def test_every_expression_finds_what_it_computes_with() -> None:
    for widget in widgets_of(template("dashboards")):
        graph = widget["properties"]
        if widget["type"] != "metric":
            continue
        rows = [*(options for *_, options in metrics(graph)), *expressions(graph)]
        ids = [options["id"] for options in rows if "id" in options]
        assert len(ids) == len(set(ids))
        used = set()
        for each in expressions(graph):
            if not each["expression"].startswith("SEARCH"):
                used |= set(re.findall(r"\b[a-z][a-z0-9_]*", each["expression"]))
        labelled = {options["id"] for options in rows if "id" in options and "label" in options}
        assert used <= set(ids), graph["title"]
        assert set(ids) - used <= labelled, graph["title"]
        hidden = {options["id"] for options in rows if options.get("visible") is False}
        assert hidden <= used


def test_no_two_widgets_share_a_place() -> None:
    taken: set[tuple[int, int]] = set()
    for widget in widgets_of(template("dashboards")):
        right = widget["x"] + widget["width"]
        assert right <= 24
        place = {
            (x, y)
            for x in range(widget["x"], right)
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert taken.isdisjoint(place)
        taken |= place


def test_it_opens_as_asked() -> None:
    properties = only(template("dashboards"), DASHBOARD)
    assert json.loads(flat(properties["DashboardBody"]))["start"] == "-PT12H"
    assert properties["DashboardName"] == "churn"


def test_latency_is_shown_in_milliseconds(stack: cdk.Stack) -> None:
    alarm = hosting.RollbackAlarm.p99_latency(above=Duration.millis(200))
    made = endpoint(stack, rollback_on=[alarm])
    latency = graphs(shown(stack, made, percentiles=["p95"]))["Model latency"]
    ((_, name, _, options),) = metrics(latency)
    assert (name, options["stat"], options["visible"]) == ("ModelLatency", "p95", False)
    assert expressions(latency) == [{"expression": f"{options['id']} / 1000", "label": "p95"}]
    assert latency["yAxis"]["left"]["label"] == "milliseconds"
    assert marks(latency) == {"rolls back: p99": 200}


def test_time_in_the_queue_is_in_milliseconds_already(stack: cdk.Stack) -> None:
    waiting = graphs(shown(stack, queued(stack)))["Waiting and working"]
    assert expressions(waiting) == []
    assert waiting["yAxis"]["left"]["label"] == "milliseconds"


def test_alarms_are_lines_in_the_graph_of_their_metric(stack: cdk.Stack) -> None:
    made = endpoint(
        stack,
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=0.01),
            hosting.RollbackAlarm.memory_utilization(above_percent=90),
        ],
        alarms=[
            hosting.HealthAlarm.metric("Invocation4XXErrors", above=100, statistic="Sum"),
            hosting.HealthAlarm.metric("Invocation5XXErrors", above=0.5, statistic="Average"),
        ],
    )
    found = graphs(shown(stack, made))
    assert marks(found["Error rate"]) == {"rolls back": 1}
    assert marks(found["Error rate by fleet (5xx)"]) == {"rolls back": 1}
    assert marks(found["Memory and disk"]) == {"rolls back: Average": 90}
    # An average of zeros and ones has no place among sums.
    assert marks(found["Errors"]) == {"alarm: Sum": 100}


def test_the_states_of_all_alarms_are_on_top(stack: cdk.Stack) -> None:
    own = cloudwatch.Alarm.from_alarm_arn(
        stack, "Own", "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:drift"
    )
    made = endpoint(
        stack,
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=0.01),
            hosting.RollbackAlarm.of(own),
        ],
        alarms=[hosting.HealthAlarm.error_rate()],
    )
    widgets = shown(stack, made)
    states = [each["properties"]["alarms"] for each in widgets if each["type"] == "alarm"]
    assert [len(alarms) for alarms in states] == [2, 1]
    assert states[0][1].endswith(":alarm:drift")
    assert max(each["y"] for each in widgets if each["type"] == "alarm") < min(
        each["y"] for each in widgets if each["type"] == "metric"
    )


def test_an_update_is_seen_fleet_by_fleet(stack: cdk.Stack) -> None:
    found = graphs(shown(stack, endpoint(stack)))
    requests = found["Requests by fleet"]
    fleets = [dimensions.get("EndpointConfigName") for _, _, dimensions, _ in metrics(requests)]
    assert fleets == [None, "{EndpointConfigEAC1C572.EndpointConfigName}"]
    rows = [*(options for *_, options in metrics(requests)), *expressions(requests)]
    seen = [each["label"] for each in rows if each.get("visible") is not False]
    assert seen == ["new fleet", "old fleet"]
    # A difference with a series that does not exist yet would be no series.
    assert "SUM([r_both, r_less])" in [each["expression"] for each in expressions(requests)]


def test_the_fleets_of_an_import_are_searched(stack: cdk.Stack) -> None:
    made = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["A"])
    graph = graphs(shown(stack, made))["p99 latency by fleet"]
    (search,) = expressions(graph)
    assert search == {
        "expression": "SEARCH('{AWS/SageMaker,EndpointName,VariantName,EndpointConfigName} "
        'EndpointName="churn" VariantName="A" MetricName="ModelLatency"\', \'p99\', 60) / 1000',
        "label": "${PROP('Dim.EndpointConfigName')}",
    }


def test_a_dashboard_in_another_stack_pins_nothing() -> None:
    app = new_app()
    made = endpoint(new_stack("Serving", app=app), alarms=[hosting.HealthAlarm.error_rate()])
    board = new_stack("Boards", app=app)
    hosting.EndpointDashboard(board, "Dashboard", endpoints=[made])
    text = json.dumps(template_of(board))
    assert "Fn::ImportValue" not in text
    assert "Fn::GetAtt" not in text
    found = graphs(widgets_of(template_of(board)))
    assert marks(found["Error rate"])["rolls back"] == 5
    assert expressions(found["Requests by fleet"])[0]["expression"].startswith("SEARCH")


def test_scaling_is_shown_with_its_limits_and_targets(stack: cdk.Stack) -> None:
    scaling = (
        hosting.Scaling(min_capacity=2, max_capacity=8)
        .track_invocations(per_instance_per_minute=900)
        .track_metric("CPUUtilization", target=240)
        .track_metric("Invocation4XXErrors", statistic="Average", target=0.5)
        .step_on(
            "ModelLatency",
            above=500_000,
            statistic="p99",
            steps=[hosting.ScalingStep(lower=0, change=2)],
        )
    )
    found = graphs(shown(stack, endpoint(stack, scaling=scaling)))
    assert marks(found["Instances"]) == {"minimum": 2, "maximum": 8}
    assert marks(found["Requests for each instance"]) == {"scaling target": 900}
    assert marks(found["CPU (100 % for each vCPU)"]) == {"scaling target": 240}
    assert marks(found["Model latency"]) == {"scaling step": 500}
    assert "scaling target" not in marks(found["Errors"])  # an average among sums


def test_scaling_of_an_import_is_shown_too(stack: cdk.Stack) -> None:
    made = hosting.Endpoint.from_endpoint_name(stack, "I", "churn", variant_names=["A"])
    made.scale_variant(hosting.Scaling(min_capacity=1, max_capacity=3))
    assert marks(graphs(shown(stack, made))["Instances"]) == {"minimum": 1, "maximum": 3}


def test_copies_are_shown_with_their_limits(stack: cdk.Stack) -> None:
    made = component(stack)
    made.scale_copies(
        hosting.CopyScaling(min_capacity=0, max_capacity=4).track_invocations(
            per_copy_per_minute=60
        )
    )
    hosting.EndpointDashboard(stack, "Dashboard", components=[made])
    found = graphs(widgets_of(template_of(stack)))
    assert marks(found["Copies"]) == {"minimum": 0, "maximum": 4}
    assert marks(found["Requests for each copy"]) == {"scaling target": 60}
    assert marks(found["Error rate"]) == {"rolls back": 5}


def test_provisioned_concurrency_is_shown_beside_its_limits(stack: cdk.Stack) -> None:
    found = graphs(shown(stack, serverless(stack, provisioned_concurrency=5)))
    assert marks(found["Provisioned concurrency"]) == {
        "provisioned at first": 5,
        "maximum concurrency": 50,
    }


def test_how_often_instances_publish_counts_them(stack: cdk.Stack) -> None:
    config = hosting.MetricsConfig(publish_frequency=Duration.seconds(10))
    found = graphs(shown(stack, endpoint(stack, metrics_config=config)))["Instances"]
    assert expressions(found)[-1]["expression"] == "samples * 10 / PERIOD(samples)"


@pytest.mark.parametrize(
    ("instance_type", "expected"), [("ml.m5.xlarge", False), ("ml.g5.xlarge", True)]
)
def test_gpus_are_shown_where_there_are_some(
    stack: cdk.Stack, instance_type: str, expected: bool
) -> None:
    found = graphs(shown(stack, endpoint(stack, instance_type=instance_type)))
    assert ("GPU (100 % for each GPU)" in found) is expected


def test_many_models_have_a_cache_to_look_at(stack: cdk.Stack) -> None:
    plain = graphs(shown(stack, endpoint(stack)))
    other = new_stack("Many")
    many = hosting.MultiModel(
        other,
        "Many",
        image=image(other),
        models=hosting.MultiModelData(bucket=bucket(other), prefix="churn/many"),
    )
    found = graphs(shown(other, endpoint(other, model=many)))
    assert set(found) - set(plain) == {
        "Models in memory",
        "Loaded models",
        "Waiting for a model",
    }


def test_each_variant_has_its_own_part() -> None:
    stack = new_stack()
    variants = [
        hosting.InstanceVariant(
            model=imported_model(stack, name), variant_name=name, instance_type="ml.m5.large"
        )
        for name in ("A", "B")
    ]
    alarm = hosting.RollbackAlarm.error_rate(above=0.02, variant_name="B")
    widgets = shown(stack, endpoint(stack, variants=variants, rollback_on=[alarm]))
    rates = [
        each["properties"] for each in widgets if each["properties"].get("title") == "Error rate"
    ]
    assert [marks(rate) for rate in rates] == [{}, {"rolls back": 2}]


def test_an_endpoint_of_the_app_may_be_in_another_account() -> None:
    app = new_app()
    there = cdk.Environment(account="222222222222", region="us-east-1")
    watched = endpoint(new_stack("There", env=there, app=app), rollback_on=[])
    stack = new_stack("Here", app=app)
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=[watched])
    shown_there = [
        each["properties"] for each in widgets_of(template_of(stack)) if each["type"] == "metric"
    ]
    assert {graph["region"] for graph in shown_there} == {"us-east-1"}
    assert {options["accountId"] for graph in shown_there for *_, options in metrics(graph)} == {
        "222222222222"
    }


def test_what_it_shows_first_is_known_at_synthesis(stack: cdk.Stack) -> None:
    hours = cdk.CfnParameter(stack, "Hours", type="Number", default=3).value_as_number
    watched = endpoint(stack)
    for given, message in (
        (Duration.hours(hours), "known only at deployment"),
        (3, "default_interval is 3, not a Duration"),
    ):
        with pytest.raises(hosting.InvalidProps, match=message):
            shown(cdk.Stack(cdk.App(), "Other"), watched, default_interval=given)


def test_what_is_elsewhere_is_looked_for_there() -> None:
    widgets = widgets_of(template("dashboards"))
    start = next(
        number
        for number, each in enumerate(widgets)
        if each["properties"].get("markdown") == "## Real-time endpoint Ranking"
    )
    rest = [each["properties"] for each in widgets[start:] if each["type"] == "metric"]
    there = [graph for graph in rest if graph["region"] == "us-east-1"]
    assert there
    assert {options["accountId"] for graph in there for *_, options in metrics(graph)} == {
        "222222222222"
    }
    searches = [
        each
        for graph in there
        for each in expressions(graph)
        if each["expression"].startswith("SEARCH")
    ]
    assert [each["accountId"] for each in searches] == ["222222222222"] * 3
    here = [graph for graph in rest if graph["region"] == "eu-west-1"]
    assert not any("accountId" in options for graph in here for *_, options in metrics(graph))


def test_your_own_widgets_come_below(stack: cdk.Stack) -> None:
    text = cloudwatch.TextWidget(markdown="runbook", width=24, height=2)
    metric = cloudwatch.GraphWidget(left=[cloudwatch.Metric(namespace="N", metric_name="M")])
    widgets = shown(stack, endpoint(stack), widgets=[text, metric])
    (first, second) = widgets[-2:]
    assert first["properties"]["markdown"] == "runbook"
    assert first["y"] == max(each["y"] + each["height"] for each in widgets[:-2])
    assert second["y"] == first["y"] + 2


def test_a_graph_is_written_as_the_cdk_writes_it(stack: cdk.Stack) -> None:
    made = endpoint(stack)
    ours = graphs(shown(stack, made))["Errors"]
    theirs = cloudwatch.GraphWidget(
        title="Errors",
        left=[
            made.metric(name)
            for name in ("Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors")
        ],
        left_y_axis=cloudwatch.YAxisProps(min=0, label="per period", show_units=False),
    ).to_json()
    resolved = stack.resolve(theirs)[0]["properties"]
    assert resolved["yAxis"]["left"] == ours["yAxis"]["left"]
    assert [row[:-1] for row in resolved["metrics"]] == [row[:-1] for row in ours["metrics"]]
    assert [row[-1]["stat"] for row in resolved["metrics"]] == ["Sum"] * 3


def test_one_endpoint_costs_few_round_trips(
    stack: cdk.Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jsii._kernel.providers.process import _NodeProcess

    made = endpoint(stack)
    trips = 0
    send = _NodeProcess.send

    def counted(self: Any, *arguments: Any, **named: Any) -> Any:
        nonlocal trips
        trips += 1
        return send(self, *arguments, **named)

    monkeypatch.setattr(_NodeProcess, "send", counted)
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=[made])
    assert trips <= 3


def test_thresholds_from_a_parameter_are_shown_where_they_need_no_conversion(
    stack: cdk.Stack,
) -> None:
    given = cdk.CfnParameter(stack, "Given", type="Number").value_as_number
    made = endpoint(
        stack,
        rollback_on=[
            hosting.RollbackAlarm.error_rate(above=given),
            hosting.RollbackAlarm.memory_utilization(above_percent=given),
        ],
    )
    hosting.EndpointDashboard(stack, "Dashboard", endpoints=[made])
    text = flat(only(template_of(stack), DASHBOARD)["DashboardBody"])
    assert '"value":{Given}' in text
    assert text.count("rolls back") == 1


def test_the_rules_see_a_wrong_metric_on_anybodys_dashboard(stack: cdk.Stack) -> None:
    from sagemaker_hosting.rules import check_template

    cloudwatch.Dashboard(stack, "Board").add_widgets(
        cloudwatch.GraphWidget(
            left=[
                cloudwatch.Metric(
                    namespace="AWS/SageMaker",
                    metric_name="CPUUtilization",
                    dimensions_map={"EndpointName": "churn", "VariantName": "A"},
                )
            ]
        )
    )
    (found,) = check_template(template_of(stack))
    assert found.rule == "SMH1191"
    assert resources_of(template_of(stack), DASHBOARD)


def test_limits_of_cloudwatch(stack: cdk.Stack) -> None:
    texts = [cloudwatch.TextWidget(markdown="x") for _ in range(500)]
    with pytest.raises(hosting.InvalidProps, match=r"5\d\d widgets on a dashboard"):
        shown(stack, endpoint(stack), widgets=texts)
    other = new_stack("Other")
    many = [f"A{number}" for number in range(80)]
    large = hosting.Endpoint.from_endpoint_name(other, "I", "churn", variant_names=many)
    with pytest.raises(hosting.InvalidProps, match="divide the endpoints"):
        shown(other, large)
    wide = new_stack("Wide")
    with pytest.raises(hosting.InvalidProps, match="metrics in a widget"):
        shown(wide, endpoint(wide), percentiles=[f"p{number / 10}" for number in range(501)])


def test_variants_are_compared_side_by_side(stack: cdk.Stack) -> None:
    shadow = hosting.ShadowVariant(
        model=imported_model(stack, "Candidate"),
        variant_name="Candidate",
        instance_type="ml.m5.xlarge",
        sampling_percentage=50,
    )
    widgets = shown(stack, endpoint(stack, shadow_variant=shadow))
    titles = [each["properties"].get("title") for each in widgets if each["type"] == "metric"]
    assert titles[:3] == [
        "Requests by variant",
        "Error rate by variant (5xx)",
        "p99 latency by variant",
    ]
    latency = next(
        each["properties"]
        for each in widgets
        if each["properties"].get("title") == "p99 latency by variant"
    )
    assert [each["label"] for each in expressions(latency)] == ["AllTraffic", "Candidate"]
    assert [dimensions["VariantName"] for _, _, dimensions, _ in metrics(latency)] == [
        "AllTraffic",
        "Candidate",
    ]
    headings = [each["properties"].get("markdown", "") for each in widgets]
    assert "### Shadow variant Candidate" in headings


def test_containers_of_a_pipeline_are_told_apart(stack: cdk.Stack) -> None:
    pipeline = hosting.InferencePipeline(
        stack,
        "Pipeline",
        containers=[
            hosting.Container(image=image(stack), hostname="scaler"),
            hosting.Container(
                image=hosting.ContainerImage.from_uri(
                    "111111111111.dkr.ecr.eu-west-1.amazonaws.com/churn:2"
                ),
                hostname="model",
            ),
        ],
    )
    graph = graphs(shown(stack, endpoint(stack, model=pipeline)))["Container latency, p99"]
    assert [dimensions["ContainerName"] for _, _, dimensions, _ in metrics(graph)] == [
        "scaler",
        "model",
    ]
    assert [each["label"] for each in expressions(graph)] == ["scaler", "model"]


def test_explanations_are_counted_where_there_are_some(stack: cdk.Stack) -> None:
    explainer = hosting.ClarifyExplainer(
        shap=hosting.ClarifyShap(
            baseline=hosting.ShapBaseline.inline("1,2,3", mime_type="text/csv")
        )
    )
    made = endpoint(stack, model=imported_model(stack), explainer=explainer)
    graph = graphs(shown(stack, made))["Explanations for each instance"]
    ((_, name, _, options),) = metrics(graph)
    assert (name, options["stat"]) == ("ExplanationsPerInstance", "Sum")


def test_the_kind_of_a_composed_endpoint_is_that_of_its_configuration(stack: cdk.Stack) -> None:
    made = hosting.Endpoint(
        stack,
        "Endpoint",
        config=hosting.EndpointConfig(
            stack,
            "Config",
            variants=[
                hosting.InstanceVariant(model=imported_model(stack), instance_type="ml.m5.large")
            ],
            async_inference=hosting.AsyncInference(output_bucket=bucket(stack)),
        ),
        rollback_on=[],
    )
    assert "Backlog" in graphs(shown(stack, made))


def test_further_alarms_are_on_top(stack: cdk.Stack) -> None:
    drift = cloudwatch.Alarm.from_alarm_name(stack, "Drift", "churn-drift")
    (first, *_) = shown(stack, endpoint(stack), alarms=[drift])
    assert first["properties"]["title"] == "Further alarms"
    assert first["properties"]["alarms"] == [
        "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:churn-drift"
    ]

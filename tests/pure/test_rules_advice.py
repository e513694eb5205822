"""What a finding advises where the advice is worked out from the values given."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules import by_id, check_resource, check_template
from tests.pure.templates import FIXTURES, load

CONFIG = "AWS::SageMaker::EndpointConfig"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"


def only(rule: str, resource_type: str, properties: dict[str, Any]) -> Finding:
    (finding,) = check_resource(resource_type, properties, rules=[by_id(rule)])
    return finding


def of_fixture(rule: str, name: str) -> list[Finding]:
    _, template = load(FIXTURES / rule / "bad" / f"{name}.json")
    return check_template(template, rules=[by_id(rule)])


@pytest.mark.parametrize(
    ("memory", "advice"),
    [
        (512, "set MemorySizeInMB to 1024 (memory_size=Size.gibibytes(1))"),
        (1500, "set MemorySizeInMB to 2048 (memory_size=Size.gibibytes(2))"),
        (2049, "set MemorySizeInMB to 3072 (memory_size=Size.gibibytes(3))"),
        (8192, "set MemorySizeInMB to 6144 (memory_size=Size.gibibytes(6))"),
    ],
)
def test_the_next_memory_size_that_is_enough(memory: int, advice: str) -> None:
    serverless = {"MemorySizeInMB": memory, "MaxConcurrency": 1}
    properties = {"ProductionVariants": [{"ServerlessConfig": serverless}]}
    assert only("SMH1301", CONFIG, properties).fix == advice


@pytest.mark.parametrize(
    ("target", "advice"), [(70, "write 0.7 for 70 %"), (100, "write 0.7 for 70 %")]
)
def test_the_ratio_that_is_meant(target: int, advice: str) -> None:
    tracking = {
        "TargetValue": target,
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerVariantProvisionedConcurrencyUtilization"
        },
    }
    found = only("SMH0554", POLICY, {"TargetTrackingScalingPolicyConfiguration": tracking})
    assert found.fix == advice


def test_threads_that_fit_the_vcpus() -> None:
    (finding,) = of_fixture("SMH0255", "four_by_two")
    assert finding.message == "4 workers of 2 threads make 8, and ml.m5.xlarge has 4 vCPUs"
    assert finding.fix == "set OMP_NUM_THREADS to 1 or less"
    (finding,) = of_fixture("SMH0255", "five_of_four")
    assert finding.message == "1 worker of 5 threads make 5, and ml.m5.xlarge has 4 vCPUs"
    assert finding.fix == "set OMP_NUM_THREADS to 4 or less"


def test_what_to_follow_instead() -> None:
    (finding,) = of_fixture("SMH0557", "invocations_of_asynchronous")
    assert finding.fix.startswith("follow ApproximateBacklogSizePerInstance")
    (finding,) = of_fixture("SMH0557", "backlog_of_real_time")
    assert finding.fix == "follow a metric that the endpoint publishes"


def test_a_size_is_written_out() -> None:
    sizes = [each.message for each in of_fixture("SMH1314", "size")]
    assert sizes[1] == "TS_MAX_RESPONSE_SIZE is 100000000 bytes; a serverless payload has 4194304"


def test_saturation_in_the_unit_of_the_metric() -> None:
    (finding,) = of_fixture("SMH0564", "cpu")
    assert finding.message.startswith("the target is 320 % of 400 %; above 280 %")


def test_both_endpoints_are_named() -> None:
    (finding,) = of_fixture("SMH0565", "policy")
    assert finding.message == "the metric is of endpoint fraud, and the policy scales churn"
    (finding,) = of_fixture("SMH0565", "endpoint_of_the_template")
    assert finding.message == "the metric is of endpoint Fraud, and the policy scales churn"


def test_one_request_and_several() -> None:
    (finding,) = of_fixture("SMH1403", "one_at_a_time")
    assert "an instance gets 1 request at a time" in finding.message
    (finding,) = of_fixture("SMH1403", "two")
    assert "an instance gets 2 requests at a time" in finding.message
    (finding,) = of_fixture("SMH1404", "one_worker")
    assert finding.message.endswith("its container has 1 worker")
    (finding,) = of_fixture("SMH1404", "more")
    assert finding.message.endswith("its container has 4 workers")


def test_the_request_that_the_endpoint_takes() -> None:
    (finding,) = of_fixture("SMH1412", "sync_on_asynchronous")
    assert finding.message.endswith("which is an asynchronous endpoint")
    assert finding.fix == "send InvokeEndpointAsync"
    (finding,) = of_fixture("SMH1412", "async_on_real_time")
    assert finding.message.endswith("which is no asynchronous endpoint")
    assert finding.fix == "send InvokeEndpoint"


def test_a_header_that_is_missing_and_one_that_is_wrong() -> None:
    missing = of_fixture("SMH1650", "nothing_given")
    assert [each.message.partition(",")[0] for each in missing] == [
        "ContentType is not given",
        "Accept is not given",
    ]
    (wrong,) = of_fixture("SMH1650", "json")
    assert wrong.message.startswith("ContentType is 'application/json', and")

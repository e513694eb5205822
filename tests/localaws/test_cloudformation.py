"""Stacks: created, updated in place, rolled back, deleted."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.localaws.account import IMAGE, SCRIPT, Account, archive, wait_for

DATA = archive({"code/inference.py": SCRIPT})
VARIANT = "endpoint/churn/variant/AllTraffic"


def template(**environment: str) -> dict[str, Any]:
    """Return a whole deployment: hosting, scaling, an alarm with metric math, a bucket."""
    return {
        "Parameters": {"Count": {"Type": "Number", "Default": 2}},
        "Resources": {
            "Bucket": {"Type": "AWS::S3::Bucket"},
            "Policy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {
                    "Bucket": {"Ref": "Bucket"},
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": "*",
                                "Action": "s3:*",
                                "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                            }
                        ],
                    },
                },
            },
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}},
            },
            "Target": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "DependsOn": "Endpoint",
                "Properties": {
                    "ServiceNamespace": "sagemaker",
                    "ResourceId": VARIANT,
                    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
                    "MinCapacity": 2,
                    "MaxCapacity": 8,
                },
            },
            "Scaling": {
                "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
                "Properties": {
                    "PolicyName": "invocations",
                    "PolicyType": "TargetTrackingScaling",
                    "ScalingTargetId": {"Ref": "Target"},
                    "TargetTrackingScalingPolicyConfiguration": {
                        "TargetValue": 700,
                        "PredefinedMetricSpecification": {
                            "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
                        },
                    },
                },
            },
            "Errors": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "ComparisonOperator": "GreaterThanThreshold",
                    "EvaluationPeriods": 1,
                    "Threshold": 0.01,
                    "TreatMissingData": "notBreaching",
                    "Metrics": [
                        {"Id": "rate", "Expression": "e / MAX([n, 1])", "ReturnData": True},
                        metric("e", "Invocation5XXErrors"),
                        metric("n", "Invocations"),
                    ],
                },
            },
            "Model": {
                "Type": "AWS::SageMaker::Model",
                "Properties": {
                    "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                    "PrimaryContainer": {
                        "Image": IMAGE,
                        "ModelDataUrl": "s3://models/model.tar.gz",
                        "Environment": environment,
                    },
                },
            },
            "Config": {
                "Type": "AWS::SageMaker::EndpointConfig",
                "Properties": {
                    "ProductionVariants": [
                        {
                            "VariantName": "AllTraffic",
                            "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
                            "InitialInstanceCount": {"Ref": "Count"},
                            "InstanceType": "ml.c7i.xlarge",
                            "InitialVariantWeight": "1",
                        }
                    ]
                },
            },
            "Endpoint": {
                "Type": "AWS::SageMaker::Endpoint",
                "Properties": {
                    "EndpointName": "churn",
                    "EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]},
                    "RetainAllVariantProperties": True,
                    "DeploymentConfig": {
                        "BlueGreenUpdatePolicy": {
                            "TrafficRoutingConfiguration": {
                                "Type": "ALL_AT_ONCE",
                                "WaitIntervalInSeconds": 0,
                            },
                            "TerminationWaitInSeconds": 300,
                        },
                        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": {"Ref": "Errors"}}]},
                    },
                },
            },
            "Meta": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2"}},
        },
        "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}}},
    }


def metric(name: str, of: str) -> dict[str, Any]:
    dimensions = [{"Name": "EndpointName", "Value": "churn"}]
    stat = {
        "Metric": {"Namespace": "AWS/SageMaker", "MetricName": of, "Dimensions": dimensions},
        "Period": 60,
        "Stat": "Sum",
    }
    return {"Id": name, "MetricStat": stat, "ReturnData": False}


@pytest.fixture
def deployed(account: Account) -> Account:
    account.put_model(DATA)
    assert account.deploy(template()) == "CREATE_COMPLETE", account.reasons()
    return account


def test_everything_of_a_deployment_is_created(deployed: Account) -> None:
    assert json.load(deployed.invoke(endpoint="churn")["Body"]) == [[2.0, 4.0]]
    stack = deployed.cloudformation.describe_stacks(StackName="s")["Stacks"][0]
    assert stack["Outputs"][0]["OutputValue"] == "churn"
    alarm = deployed.cloudwatch.describe_alarms()["MetricAlarms"][0]
    assert [one["Id"] for one in alarm["Metrics"]] == ["rate", "e", "n"]
    scaling = deployed.aws.client("application-autoscaling")
    policies = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert [one["ResourceId"] for one in policies] == [VARIANT]
    assert deployed.sagemaker.list_models()["Models"][0]["ModelName"].startswith("s-Model-")
    bucket = deployed.s3.list_buckets()["Buckets"][-1]["Name"]
    assert "SecureTransport" in deployed.s3.get_bucket_policy(Bucket=bucket)["Policy"]
    deployed.s3.put_object(Bucket=bucket, Key="allowed", Body=b"")


def test_update_is_in_place_and_keeps_the_capacity(deployed: Account) -> None:
    before = deployed.settled("churn")
    deployed.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="churn",
        DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic", "DesiredInstanceCount": 6}],
    )
    assert deployed.deploy(template(VERSION="2")) == "UPDATE_COMPLETE", deployed.reasons()
    after = deployed.settled("churn")
    assert after["CreationTime"] == before["CreationTime"]
    assert after["EndpointConfigName"] != before["EndpointConfigName"]
    assert after["ProductionVariants"][0]["CurrentInstanceCount"] == 6
    assert len(deployed.sagemaker.list_endpoint_configs()["EndpointConfigs"]) == 1
    assert len(deployed.sagemaker.list_models()["Models"]) == 1


def test_alarm_fails_the_update_and_everything_is_as_before(deployed: Account) -> None:
    before = deployed.settled("churn")["EndpointConfigName"]
    name = deployed.cloudwatch.describe_alarms()["MetricAlarms"][0]["AlarmName"]
    deployed.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
    assert deployed.deploy(template(VERSION="2")) == "UPDATE_ROLLBACK_COMPLETE"
    assert "went into ALARM" in deployed.reasons()
    assert deployed.settled("churn")["EndpointConfigName"] == before
    assert len(deployed.sagemaker.list_endpoint_configs()["EndpointConfigs"]) == 1
    deployed.cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="test")
    assert deployed.deploy(template(VERSION="3")) == "UPDATE_COMPLETE"


def test_deletion_leaves_nothing(deployed: Account) -> None:
    stack = deployed.cloudformation.describe_stacks(StackName="s")["Stacks"][0]["StackId"]
    deployed.cloudformation.delete_stack(StackName="s")
    assert wait_for(lambda: gone(deployed, stack)) == "DELETE_COMPLETE", deployed.reasons(stack)
    assert deployed.sagemaker.list_endpoints()["Endpoints"] == []
    assert deployed.sagemaker.list_models()["Models"] == []
    assert deployed.cloudwatch.describe_alarms()["MetricAlarms"] == []
    assert [one["Name"] for one in deployed.s3.list_buckets()["Buckets"]] == ["models"]
    with pytest.raises(ClientError, match="does not exist"):
        deployed.cloudformation.describe_stacks(StackName="s")


def gone(account: Account, stack: str) -> str | None:
    status: str = account.cloudformation.describe_stacks(StackName=stack)["Stacks"][0][
        "StackStatus"
    ]
    return None if status == "DELETE_IN_PROGRESS" else status


def test_fails_for_an_unknown_type_by_name_before_anything_is_created(account: Account) -> None:
    resources = {
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Weird": {"Type": "AWS::QuickSight::Dashboard"},
    }
    assert account.deploy({"Resources": resources}) == "ROLLBACK_COMPLETE"
    assert "does not imitate AWS::QuickSight::Dashboard (logical id Weird)" in account.reasons()
    assert [one["Name"] for one in account.s3.list_buckets()["Buckets"]] == ["models"]


def test_fails_for_an_unknown_property_by_name(account: Account) -> None:
    account.put_model(DATA)
    bad = template()
    bad["Resources"]["Model"]["Properties"]["Modle"] = "x"
    assert account.deploy(bad) == "ROLLBACK_COMPLETE"
    assert "resource Model with message: [#: extraneous key [Modle]" in account.reasons()


def test_failed_creation_takes_back_what_there_was(account: Account) -> None:
    account.put_model(archive({"code/inference.py": "import nowhere"}))
    assert account.deploy(template()) == "ROLLBACK_COMPLETE"
    assert "did not pass the ping health check" in account.reasons()
    assert account.sagemaker.list_models()["Models"] == []
    assert account.sagemaker.list_endpoints()["Endpoints"] == []


def test_failed_update_takes_back_what_had_been_updated(deployed: Account) -> None:
    bad = copy.deepcopy(template())
    bad["Resources"]["Target"]["Properties"]["MaxCapacity"] = 20
    bad["Resources"]["Weak"] = {
        "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
        "DependsOn": "Target",
        "Properties": {
            **bad["Resources"]["Target"]["Properties"],
            "ResourceId": "endpoint/nope/variant/AllTraffic",
        },
    }
    assert deployed.deploy(bad) == "UPDATE_ROLLBACK_COMPLETE"
    assert 'Could not find endpoint "nope"' in deployed.reasons()
    targets = deployed.aws.client("application-autoscaling").describe_scalable_targets(
        ServiceNamespace="sagemaker"
    )["ScalableTargets"]
    assert [one["MaxCapacity"] for one in targets] == [8]


def test_scalable_target_takes_tags_and_follows_its_schedule(deployed: Account) -> None:
    scaling = deployed.aws.client("application-autoscaling")
    changed = copy.deepcopy(template())
    changed["Resources"]["Target"]["Properties"] |= {
        "Tags": [{"Key": "team", "Value": "growth"}],
        "ScheduledActions": [
            {
                "ScheduledActionName": "evening",
                "Schedule": "cron(0 20 * * ? *)",
                "Timezone": "Europe/Vienna",
                "ScalableTargetAction": {"MinCapacity": 1},
            }
        ],
    }
    assert deployed.deploy(changed) == "UPDATE_COMPLETE"
    actions = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert [one["ScheduledActionName"] for one in actions] == ["evening"]
    assert deployed.deploy(template()) == "UPDATE_COMPLETE"
    actions = scaling.describe_scheduled_actions(ServiceNamespace="sagemaker")["ScheduledActions"]
    assert actions == []


def test_change_set_without_changes_says_so(deployed: Account) -> None:
    deployed.cloudformation.create_change_set(
        StackName="s",
        ChangeSetName="n",
        TemplateBody=json.dumps(template()),
        ChangeSetType="UPDATE",
    )
    found = deployed.cloudformation.describe_change_set(StackName="s", ChangeSetName="n")
    assert found["Status"] == "FAILED"
    assert "didn't contain changes" in found["StatusReason"]


def test_template_in_s3_is_found_by_path_style_url(account: Account) -> None:
    body = json.dumps({"Resources": {"T": {"Type": "AWS::SNS::Topic"}}})
    account.s3.put_object(Bucket="models", Key="dir/template.json", Body=body)
    url = f"{account.aws.endpoint_url}/models/dir/template.json"
    account.cloudformation.create_stack(StackName="s", TemplateURL=url)
    assert account.finished("s") == "CREATE_COMPLETE"


def test_circular_dependency_is_refused(account: Account) -> None:
    resources = {
        "A": {"Type": "AWS::SNS::Topic", "DependsOn": "B"},
        "B": {"Type": "AWS::SNS::Topic", "DependsOn": "A"},
    }
    with pytest.raises(ClientError, match="Circular dependency"):
        account.deploy({"Resources": resources})

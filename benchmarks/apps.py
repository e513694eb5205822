"""The same endpoints three times: ours, raw L1, and the alpha L2 of the CDK.

Each endpoint is a model with its role, a configuration, the endpoint, target tracking and an alarm.
``python benchmarks/apps.py ours 10 OUTDIR`` synthesizes ten of them and exits.
"""

from __future__ import annotations

import sys
from typing import Any

import aws_cdk as cdk

IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4.2"
REPOSITORY = "arn:aws:ecr:eu-west-1:123456789012:repository/churn"
BUCKET = "arn:aws:s3:::models-eu-west-1"
PER_STACK = 50
"""Endpoints in one stack: eight resources each, of the 500 that CloudFormation takes."""
CONTEXT = {
    "@aws-cdk/core:validateAgainstDefaultRules": True,
    "@aws-cdk/aws-iam:minimizePolicies": True,
}


def ours(stack: cdk.Stack, count: int) -> None:
    """Build with this library."""
    from aws_cdk import aws_s3 as s3

    import sagemaker_hosting as hosting

    bucket = s3.Bucket.from_bucket_name(stack, "Models", "models-eu-west-1")
    for index in range(count):
        hosting.RealTimeEndpoint(
            stack,
            f"Churn{index}",
            image=hosting.ContainerImage.from_uri(IMAGE),
            data=hosting.ModelData.from_s3(bucket, "churn/4f1c/model.tar.gz"),
            instance_type="ml.m5.xlarge",
            scaling=hosting.Scaling(min_capacity=2, max_capacity=8).track_invocations(
                per_instance_per_minute=900
            ),
            rollback_on=[hosting.RollbackAlarm.p99_latency(above=cdk.Duration.millis(200))],
        )


def l1(stack: cdk.Stack, count: int) -> None:
    """Build the same resources, statement for statement, from L1 constructs."""
    from aws_cdk import aws_applicationautoscaling as autoscaling
    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sagemaker as sagemaker

    for index in range(count):
        name = f"{stack.stack_name}-Churn{index}"
        role = iam.CfnRole(
            stack,
            f"Role{index}",
            assume_role_policy_document=_trust(),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="Model", policy_document=_document(_model_statements())
                )
            ],
        )
        model = sagemaker.CfnModel(
            stack,
            f"Model{index}",
            execution_role_arn=role.attr_arn,
            primary_container=sagemaker.CfnModel.ContainerDefinitionProperty(
                image=IMAGE, model_data_url="s3://models-eu-west-1/churn/4f1c/model.tar.gz"
            ),
        )
        model.add_resource_dependency(role)
        config = sagemaker.CfnEndpointConfig(
            stack,
            f"Config{index}",
            production_variants=[
                sagemaker.CfnEndpointConfig.ProductionVariantProperty(
                    variant_name="AllTraffic",
                    model_name=model.attr_model_name,
                    instance_type="ml.m5.xlarge",
                    initial_instance_count=2,
                    initial_variant_weight=1,
                )
            ],
        )
        alarm = cloudwatch.CfnAlarm(
            stack,
            f"Alarm{index}",
            alarm_description=f"ModelLatency p99 of {name}/AllTraffic is above 200000 Microseconds",
            comparison_operator="GreaterThanThreshold",
            threshold=200000,
            evaluation_periods=3,
            datapoints_to_alarm=2,
            treat_missing_data="notBreaching",
            namespace="AWS/SageMaker",
            metric_name="ModelLatency",
            extended_statistic="p99",
            period=60,
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(name="EndpointName", value=name),
                cloudwatch.CfnAlarm.DimensionProperty(name="VariantName", value="AllTraffic"),
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="EndpointConfigName", value=config.attr_endpoint_config_name
                ),
            ],
        )
        policy = iam.CfnPolicy(
            stack,
            f"Policy{index}",
            policy_name=f"Policy{index}",
            policy_document=_document(_endpoint_statements(stack, name, alarm.attr_arn)),
            roles=[role.ref],
        )
        property_type = sagemaker.CfnEndpoint.VariantPropertyProperty
        endpoint = sagemaker.CfnEndpoint(
            stack,
            f"Endpoint{index}",
            endpoint_name=name,
            endpoint_config_name=config.attr_endpoint_config_name,
            retain_all_variant_properties=True,
            exclude_retained_variant_properties=[
                property_type(variant_property_type="DesiredWeight"),
                property_type(variant_property_type="DataCaptureConfig"),
            ],
            deployment_config=_deployment(alarm.ref),
        )
        endpoint.add_resource_dependency(policy)
        target = autoscaling.CfnScalableTarget(
            stack,
            f"Target{index}",
            min_capacity=2,
            max_capacity=8,
            resource_id=f"endpoint/{name}/variant/AllTraffic",
            scalable_dimension="sagemaker:variant:DesiredInstanceCount",
            service_namespace="sagemaker",
        )
        target.add_resource_dependency(endpoint)
        tracking = autoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty
        metric = autoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty
        autoscaling.CfnScalingPolicy(
            stack,
            f"Tracking{index}",
            policy_name="Invocations",
            policy_type="TargetTrackingScaling",
            scaling_target_id=target.ref,
            target_tracking_scaling_policy_configuration=tracking(
                target_value=900,
                predefined_metric_specification=metric(
                    predefined_metric_type="SageMakerVariantInvocationsPerInstance"
                ),
            ),
        )


def alpha(stack: cdk.Stack, count: int) -> None:
    """Build what the alpha L2 can: no rollout, no rollback alarm on it, its own broad role."""
    from aws_cdk import aws_cloudwatch as cloudwatch
    from aws_cdk import aws_ecr as ecr
    from aws_cdk import aws_s3 as s3
    from aws_cdk import aws_sagemaker_alpha as sagemaker

    bucket = s3.Bucket.from_bucket_name(stack, "Models", "models-eu-west-1")
    repository = ecr.Repository.from_repository_arn(stack, "Repository", REPOSITORY)
    for index in range(count):
        model = sagemaker.Model(
            stack,
            f"Model{index}",
            containers=[
                sagemaker.ContainerDefinition(
                    image=sagemaker.ContainerImage.from_ecr_repository(repository, "1.4.2"),
                    model_data=sagemaker.ModelData.from_bucket(bucket, "churn/4f1c/model.tar.gz"),
                )
            ],
        )
        config = sagemaker.EndpointConfig(
            stack,
            f"Config{index}",
            instance_production_variants=[
                sagemaker.InstanceProductionVariantProps(
                    variant_name="AllTraffic",
                    model=model,
                    instance_type=sagemaker.InstanceType.of("ml.m5.xlarge"),
                    initial_instance_count=2,
                )
            ],
        )
        endpoint = sagemaker.Endpoint(stack, f"Churn{index}", endpoint_config=config)
        variant = endpoint.find_instance_production_variant("AllTraffic")
        variant.auto_scale_instance_count(min_capacity=2, max_capacity=8).scale_on_invocations(
            "Invocations", max_requests_per_second=30
        )
        variant.metric_model_latency(statistic="p99").create_alarm(
            stack,
            f"Alarm{index}",
            threshold=200000,
            evaluation_periods=3,
            datapoints_to_alarm=2,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )


def _trust() -> dict[str, Any]:
    return _document(
        [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "sagemaker.amazonaws.com"},
            }
        ]
    )


def _document(statements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


def _model_statements() -> list[dict[str, Any]]:
    key = "churn/4f1c/model.tar.gz"
    return [
        {
            "Effect": "Allow",
            "Action": [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ],
            "Resource": REPOSITORY,
        },
        {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/{key}"},
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": BUCKET,
            "Condition": {"StringEquals": {"s3:prefix": key}},
        },
    ]


def _endpoint_statements(stack: cdk.Stack, name: str, alarm_arn: str) -> list[dict[str, Any]]:
    group = f"arn:aws:logs:{stack.region}:{stack.account}:log-group:/aws/sagemaker/Endpoints/{name}"
    namespaces = ["AWS/SageMaker", "/aws/sagemaker/Endpoints"]
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [group, f"{group}:log-stream:*"],
        },
        {
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": namespaces}},
        },
        {"Effect": "Allow", "Action": "cloudwatch:DescribeAlarms", "Resource": [alarm_arn]},
    ]


def _deployment(alarm_name: str) -> Any:
    from aws_cdk.aws_sagemaker import CfnEndpoint

    return CfnEndpoint.DeploymentConfigProperty(
        auto_rollback_configuration=CfnEndpoint.AutoRollbackConfigProperty(
            alarms=[CfnEndpoint.AlarmProperty(alarm_name=alarm_name)]
        ),
        blue_green_update_policy=CfnEndpoint.BlueGreenUpdatePolicyProperty(
            maximum_execution_timeout_in_seconds=2400,
            termination_wait_in_seconds=300,
            traffic_routing_configuration=CfnEndpoint.TrafficRoutingConfigProperty(
                type="CANARY",
                wait_interval_in_seconds=600,
                canary_size=CfnEndpoint.CapacitySizeProperty(type="CAPACITY_PERCENT", value=10),
            ),
        ),
    )


def main() -> None:
    """Synthesize the app that the command line names."""
    kind, count, outdir = sys.argv[1:4]
    app = cdk.App(outdir=outdir, context=CONTEXT, analytics_reporting=False)
    build = {"ours": ours, "l1": l1, "alpha": alpha}[kind]
    env = cdk.Environment(account="123456789012", region="eu-west-1")
    for first in range(0, int(count), PER_STACK):
        stack = cdk.Stack(app, f"Bench{first // PER_STACK}", env=env)
        build(stack, min(PER_STACK, int(count) - first))
    if "--rules" in sys.argv:
        import sagemaker_hosting as hosting

        cdk.Validations.of(app).add_plugins(hosting.HostingRules())
    app.synth()


if __name__ == "__main__":
    main()

"""A variant on instances: a model, and a share of the traffic."""

from __future__ import annotations

from dataclasses import dataclass

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.variant.of_model import VariantOfModel
from sagemaker_hosting.core.tokens import is_known


@dataclass(frozen=True, kw_only=True)
class InstanceVariant(VariantOfModel):
    """A model on instances, with a share of the endpoint's traffic.

    Attributes:
        model: The model that it serves.
        instance_type: Such as ``ml.m5.xlarge``. Burstable types (``ml.t2``) cannot be
            autoscaled. Default: ``instance_pools`` is used; one of the two is required.
        instance_pools: 1 to 5 instance types in the order of priority, for when the first one has
            no capacity. Default: none.
        provision_timeout: How long SageMaker looks for instances, over all pools, 300 to 3,600
            seconds. Default: chosen by SageMaker.
        variant_name: 1 to 63 letters, digits and inner hyphens; unique in the configuration. Keep
            it over updates. Default: ``AllTraffic``.
        initial_instance_count: Instances at creation, 1 or more. An autoscaled variant keeps its
            current count when the endpoint is updated. Default: 1, or the minimum capacity where
            the endpoint scales the variant.
        initial_variant_weight: Its traffic, relative to the sum of all weights. 0 is a weight: the
            variant runs and gets only requests that name it. Default: 1.
        volume_size: The storage volume of each instance, 1 to 512 GiB. Instances with local NVMe
            storage take none. Default: from the size of the model where that is known and large,
            otherwise chosen by SageMaker.
        model_data_download_timeout: How long fetching the artifact may take, 60 to 3,600 seconds.
            Default: from the size of the model where that is known and above 40 GB, otherwise
            chosen by SageMaker.
        container_startup_health_check_timeout: How long the container may take until ``/ping``
            answers, 60 to 3,600 seconds. Default: as for the download.
        routing: How requests spread over the instances. Default: at random.
        capacity_reservation: Reserved capacity to run on. Default: none.
        inference_ami_version: The machine image, which decides the driver: such as
            ``al2-ami-sagemaker-inference-gpu-3-1``. Default: SageMaker's, with CUDA compatibility
            libraries mounted.
        ssm_access: Whether a shell in the containers can be opened through Systems Manager. For
            debugging: the account has to be allow-listed, and broken instances are replaced a day
            late (guide pages 367 and 368). Default: False.
        core_dump: Where core dumps of crashed containers go. Default: nowhere.

    Raises:
        InvalidProps: Unless exactly one of ``instance_type`` and ``instance_pools`` is given, or
            when a rule of the catalogue refuses the variant.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
    """

    initial_variant_weight: float = 1

    @property
    def weight(self) -> float:
        """Its traffic, relative to the sum of all weights."""
        return self.initial_variant_weight

    @property
    def takes_traffic(self) -> bool:
        """Whether requests reach it that do not name it, as far as that is known at synthesis."""
        weight = self.initial_variant_weight
        return not is_known(weight) or weight > 0

    def _properties(self) -> Properties:
        return {**super()._properties(), "InitialVariantWeight": self.initial_variant_weight}

"""What models of every kind share, owned or imported."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model.image import Architecture


class ModelBase(cdk.Resource):
    """What an owned and an imported model share. Not to be created directly."""

    @property
    def model_name(self) -> str:
        """The name of the model; of an owned one, a token until deployment."""
        raise NotImplementedError

    @property
    def role(self) -> iam.IRole | None:
        """The execution role; None for an imported model whose role was not given."""
        raise NotImplementedError

    @property
    def execution_role(self) -> iam.IRole | None:
        """The execution role, for reading; None when it is not known."""
        raise NotImplementedError

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this model, so that nobody else has a say in it."""
        return False

    @property
    def architecture(self) -> Architecture | None:
        """The processor architecture of the image; None when unknown."""
        return None

    @property
    def artifact_bytes(self) -> int | None:
        """The size of its artifacts unpacked, all containers together; None when unknown."""
        return None

    @property
    def access_statements(self) -> Sequence[Properties]:
        """What a role needs to fetch its images and artifacts; nothing is known of an import."""
        return ()

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them; nothing is known of an imported model."""
        return {}

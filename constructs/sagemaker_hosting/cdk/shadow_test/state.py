"""What is to become of a shadow test that is there: start now, or end early."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopInferenceExperiment.html"
)

KeptVariants = Literal["production", "shadow", "both"]
"""What serves after a shadow test has been ended."""


@dataclass(frozen=True, kw_only=True)
class ShadowTestState:
    """What a deployment makes of a shadow test that is there already.

    Made by `running`, `completed` and `cancelled`. CloudFormation looks at it when it updates the
    test and not when it creates it: a test is created first, and ended by a later deployment.

    Attributes:
        desired_state: The value of ``DesiredState``.
        reason: Why, up to 1,024 characters, for those who look at the test later. Default: none is
            said.
        keep: What serves afterwards: ``production`` alone, as before; the ``shadow``, which is
            promoted and answers from then on; or ``both``, and the shadow goes on being one.
            Default: ``production``.

    Raises:
        InvalidProps: When ``keep`` is none of the three.

    Source: developer guide pages 364 to 366;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopInferenceExperiment.html
    """

    desired_state: Literal["Running", "Completed", "Cancelled"]
    reason: str | None = None
    keep: KeptVariants = "production"

    def __post_init__(self) -> None:
        """Refuse to keep what there is not."""
        if self.keep not in get_args(KeptVariants):
            raise InvalidProps(
                f"keep is {self.keep!r}, and nothing would stay",
                fix=f"pass keep= one of {', '.join(map(repr, get_args(KeptVariants)))}",
                source=_SOURCE,
            )

    @classmethod
    def running(cls) -> ShadowTestState:
        """Start a test now that waits for its schedule; one that runs goes on.

        Nothing else that the same deployment changes of a waiting test has an effect.
        """
        return cls(desired_state="Running", keep="both")

    @classmethod
    def completed(
        cls, *, reason: str | None = None, keep: KeptVariants = "production"
    ) -> ShadowTestState:
        """End a test that runs, as one that has shown what it was to show.

        Args:
            reason: Why. Default: none is said.
            keep: What serves afterwards. With ``shadow``, the shadow's instance type and count are
                what it answers with. Default: ``production``.
        """
        return cls(desired_state="Completed", reason=reason, keep=keep)

    @classmethod
    def cancelled(
        cls, *, reason: str | None = None, keep: KeptVariants = "production"
    ) -> ShadowTestState:
        """End a test that runs, as one that has shown nothing.

        Args:
            reason: Why. Default: none is said.
            keep: What serves afterwards. Default: ``production``.
        """
        return cls(desired_state="Cancelled", reason=reason, keep=keep)

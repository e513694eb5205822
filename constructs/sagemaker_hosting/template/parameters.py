"""What is known of the parameters of a template before anybody gives them.

A default is the value of a deployment in which nobody says otherwise. It is reported on only where
that is fair: not when it is empty or a stand-in ("REPLACE_ME", "none"), not when it is a secret
(``NoEcho``), and not when it is the name of what is looked up (``AWS::SSM::Parameter::Value<...>``)
or of something that CloudFormation checks in the account (``AWS::EC2::VPC::Id``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_known

_LONGEST: Final = 4096  # CloudFormation takes no longer value
_LISTS: Final = ("CommaDelimitedList", "List<Number>")
_PLAIN: Final = ("String", "Number", *_LISTS)
_STAND_IN: Final = re.compile(
    r"""^(\s* | -+ | \.+ | \*+ | n/?a | nil | none | null | unset | undefined | empty)$
      | <[^<>]*> | \bchange | replace | \b(todo|tbd|your)\b | \b(your|my)[-_] | place[-_ ]?holder
      | dummy | example | xxx | fill[-_ ]?(me|in)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as its template declares it.

    Attributes:
        type: ``String``, ``Number``, ``CommaDelimitedList`` and so on.
        default: The text that conditions see when nobody gives a value; None when there is none,
            or when it is looked up.
        allowed: The texts it can be; None when they are not bounded.
        secret: Whether its value is not to be looked at.
        may_be_empty: Whether the empty text is among its values.
    """

    type: str
    default: str | None
    allowed: tuple[str, ...] | None
    secret: bool
    may_be_empty: bool

    @property
    def is_list(self) -> bool:
        """Return whether its value is a list, given as text with commas."""
        return self.type in _LISTS or self.type.startswith("List<")

    @property
    def is_readable(self) -> bool:
        """Return whether a value of it, once known, may be reported on."""
        return self.type in _PLAIN and not self.secret

    def reported(self, value: str) -> Any:
        """Return what a ``Ref`` gives for ``value``; None when a finding on it would not be fair.

        Numbers come as numbers and lists as lists, as a template would have them in this place.
        """
        if not self.is_readable or len(value) > _LONGEST or _STAND_IN.search(value):
            return None
        if self.type == "Number":
            return _number(value)
        if self.is_list:
            items = [item.strip() for item in value.split(",")]
            return None if any(_STAND_IN.search(item) for item in items) else items
        return value


def declared_parameters(template: Mapping[str, Any]) -> dict[str, Parameter]:
    """Return the parameters of ``template`` that can be read, by name."""
    section = template.get("Parameters")
    return {
        name: _parameter(body)
        for name, body in (section.items() if isinstance(section, Mapping) else ())
        if isinstance(name, str) and isinstance(body, Mapping)
    }


def text_of(value: Any) -> str | None:
    """Return a scalar as CloudFormation compares and joins it; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, (str, int, float)) or not is_known(value):
        return None
    try:
        return str(value)
    except ValueError:  # an integer of more digits than Python writes
        return None


def _parameter(body: Mapping[str, Any]) -> Parameter:
    kind = body.get("Type")
    kind = kind if isinstance(kind, str) else ""
    looked_up = kind.startswith("AWS::SSM::Parameter::Value")
    listed = body.get("AllowedValues")
    texts = [text_of(each) for each in listed] if isinstance(listed, (list, tuple)) else []
    allowed = tuple(text for text in texts if text is not None)
    # The allowed values of a list are those of its elements.
    bounded = bool(allowed) and len(allowed) == len(texts) and kind in ("String", "Number")
    default = None if looked_up else text_of(body.get("Default"))
    if bounded and default not in allowed:
        default = None
    least = text_of(body.get("MinLength"))
    return Parameter(
        type=kind,
        default=default,
        allowed=tuple(dict.fromkeys(allowed)) if bounded else None,
        secret=text_of(body.get("NoEcho")) not in (None, "false"),
        may_be_empty=least is None or least.strip() in ("", "0"),
    )


def _number(text: str) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None

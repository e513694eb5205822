"""A pickle machine that builds nothing: it keeps strings, tuples and unfinished objects.

That is what it takes to name the imports, however they are spelled, and to pass over the arrays
that joblib writes between the opcodes.
"""

from __future__ import annotations

import pickletools
import re
import struct
from collections.abc import Callable
from typing import Any, Final

from sagemaker_hosting.artifact.read.pickle_values import (
    MARK,
    UNKNOWN,
    Import,
    Object,
    PickleFacts,
    PickleFlaw,
    Stopped,
    Stream,
    Values,
)

_MOST_OPCODES: Final = 2_000_000
_MOST_STACKED: Final = 1_000_000
_MOST_KEPT: Final = 64
_DEEPEST: Final = 16
_PROTOCOLS: Final = {ord(code.code): code.proto for code in pickletools.opcodes}
_ARRAY: Final = Import("joblib.numpy_pickle", "NumpyArrayWrapper")


class Machine(Values):
    """Runs one pickle of a stream, and adds to the facts what it finds.

    Args:
        stream: Where the pickle begins.
        facts: What is known; added to.
        depth: How many pickles this one is inside.
    """

    def __init__(self, stream: Stream, facts: PickleFacts, depth: int = 0) -> None:
        super().__init__(stream, facts)
        self._depth = depth

    def run(self) -> None:
        """Run to the end of the pickle.

        Raises:
            Stopped: It is broken, or longer than is read.
        """
        stream, stack, facts = self.stream, self.stack, self.facts
        for _ in range(_MOST_OPCODES):
            code = stream.take(1)[0]
            handler = _HANDLERS.get(code)
            if handler is None:
                raise self._broken(f"0x{code:02x} is no opcode")
            if _PROTOCOLS[code] > facts.protocol:
                facts.protocol = _PROTOCOLS[code]
            try:
                handler(self)
            except (IndexError, ValueError, OverflowError, TypeError) as error:
                raise self._broken(f"an opcode lacks what it needs ({error})") from error
            if code == _STOP:
                return
            if len(stack) > _MOST_STACKED:
                raise Stopped(PickleFlaw.TOO_LONG, f"it stacks more than {_MOST_STACKED} values")
        raise Stopped(PickleFlaw.TOO_LONG, f"it has more than {_MOST_OPCODES} opcodes")

    def _broken(self, why: str) -> Stopped:
        at = self.stream.position - 1
        return Stopped(
            PickleFlaw.NOT_A_PICKLE, f"it is no pickle, or a damaged one: at byte {at}, {why}"
        )

    def number(self, form: str) -> int:
        """Return the next number, in a form of ``struct``."""
        found: int = struct.unpack(form, self.stream.take(struct.calcsize(form)))[0]
        return found

    def build(self) -> None:
        """Give the last object its state."""
        state = self.pop()
        made = self.stack[-1]
        if isinstance(made, Object):
            if isinstance(state, dict):
                made.state = state
            if made.of == _ARRAY:
                self.stack[-1] = UNKNOWN
                self._pass_over_array(made.state)

    def _pass_over_array(self, state: dict[str, Any]) -> None:
        """Pass over what joblib writes after the wrapper of an array."""
        dtype, shape = state.get("dtype"), state.get("shape")
        code = dtype.arguments[0] if isinstance(dtype, Object) and dtype.arguments else None
        if not isinstance(code, str) or not isinstance(shape, tuple):
            raise Stopped(PickleFlaw.TOO_LONG, "an array of joblib in it cannot be measured")
        if code.startswith("O"):
            if self._depth >= _DEEPEST:
                raise Stopped(PickleFlaw.TOO_LONG, f"it nests more than {_DEEPEST} pickles")
            Machine(self.stream, self.facts, self._depth + 1).run()
            return
        size = _item_size(code)
        for length in shape:
            if not isinstance(length, int) or length < 0:
                raise Stopped(PickleFlaw.TOO_LONG, "an array of joblib in it cannot be measured")
            size *= length
        if state.get("numpy_array_alignment_bytes") is not None:
            self.stream.skip(self.stream.take(1)[0])
        self.stream.skip(size)


def _item_size(code: str) -> int:
    found = re.fullmatch(r"[<>|=]?([a-zA-Z?])(\d*)", code)
    if found is None:
        raise Stopped(PickleFlaw.TOO_LONG, f"an array of type {code!r} in it cannot be measured")
    size = int(found[2]) if found[2] else 1
    return size * 4 if found[1] == "U" else size


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")


def _protocol(machine: Machine) -> None:
    machine.facts.protocol = max(machine.facts.protocol, machine.number("<B"))


def _quoted(machine: Machine) -> None:
    text = _text(machine.stream.line()).strip()
    machine.push(text[1:-1] if text[:1] in ("'", '"') else text)


def _global(machine: Machine) -> None:
    module, name = _text(machine.stream.line()), _text(machine.stream.line())
    machine.imports(module, name)


def _stack_global(machine: Machine) -> None:
    name, module = machine.pop(), machine.pop()
    machine.imports(module, name)


def _instance(machine: Machine) -> None:
    arguments = tuple(machine.to_mark())
    _global(machine)
    machine.call(machine.pop(), arguments)


def _object(machine: Machine) -> None:
    of, *arguments = machine.to_mark()
    machine.call(of, tuple(arguments))


def _reduce(machine: Machine) -> None:
    arguments, of = machine.pop(), machine.pop()
    machine.call(of, arguments if isinstance(arguments, tuple) else ())


def _new_with_names(machine: Machine) -> None:
    machine.pop()
    _reduce(machine)


def _extension(form: str) -> Callable[[Machine], None]:
    def handler(machine: Machine) -> None:
        machine.number(form)
        machine.facts.unresolved = True
        machine.push(UNKNOWN)

    return handler


def _tuple(machine: Machine) -> None:
    values = machine.to_mark()
    machine.push(tuple(values) if len(values) <= _MOST_KEPT else UNKNOWN)


def _tuple_of(size: int) -> Callable[[Machine], None]:
    def handler(machine: Machine) -> None:
        values = [machine.pop() for _ in range(size)]
        machine.push(tuple(reversed(values)))

    return handler


def _collection(machine: Machine) -> None:
    machine.to_mark()
    machine.push(UNKNOWN)


def _set_item(machine: Machine) -> None:
    value, key = machine.pop(), machine.pop()
    _keep(machine.stack[-1], [key, value])


def _set_items(machine: Machine) -> None:
    values = machine.to_mark()
    _keep(machine.stack[-1], values)


def _keep(target: Any, values: list[Any]) -> None:
    if isinstance(target, dict) and len(target) < _MOST_KEPT:
        for key, value in zip(values[::2], values[1::2], strict=False):
            if isinstance(key, str):
                target[key] = value


def _drop(machine: Machine) -> None:
    # A mark may be popped too.
    machine.stack.pop()


def _line_as(value: Callable[[bytes], Any]) -> Callable[[Machine], None]:
    return lambda machine: machine.push(value(machine.stream.line()))


def _number(form: str) -> Callable[[Machine], None]:
    return lambda machine: machine.push(machine.number(form))


def _sized(form: str, then: Callable[[Machine, int], None]) -> Callable[[Machine], None]:
    def handler(machine: Machine) -> None:
        size = machine.number(form)
        if size < 0:
            raise ValueError(f"a size is {size}")
        then(machine, size)

    return handler


def _long(machine: Machine, size: int) -> None:
    if size > 16:
        machine.data(size)
    else:
        machine.push(int.from_bytes(machine.stream.take(size), "little", signed=True))


def _constant(value: Any) -> Callable[[Machine], None]:
    return lambda machine: machine.push(value)


def _integer(line: bytes) -> Any:
    text = line.strip().removesuffix(b"L")
    if text in (b"00", b"01"):
        return text == b"01"
    return UNKNOWN if len(text) > 30 else int(text)


_STOP: Final = ord(".")
_HANDLERS: Final[dict[int, Callable[[Machine], object]]] = {
    code[0]: handler
    for code, handler in {
        b"\x80": _protocol,
        b"\x95": lambda machine: machine.stream.skip(8),
        b".": Machine.pop,
        b"(": _constant(MARK),
        b"0": _drop,
        b"1": Machine.to_mark,
        b"2": lambda machine: machine.push(machine.stack[-1]),
        # numbers and constants
        b"I": _line_as(_integer),
        b"L": _line_as(_integer),
        b"F": _line_as(lambda line: UNKNOWN),
        b"J": _number("<i"),
        b"K": _number("<B"),
        b"M": _number("<H"),
        b"G": lambda machine: machine.data(8),
        b"\x8a": _sized("<B", _long),
        b"\x8b": _sized("<i", _long),
        b"N": _constant(None),
        b"\x88": _constant(True),
        b"\x89": _constant(False),
        # text and bytes
        b"S": _quoted,
        b"V": _line_as(lambda line: line.decode("raw-unicode-escape")),
        b"T": _sized("<i", Machine.text),
        b"U": _sized("<B", Machine.text),
        b"X": _sized("<I", Machine.text),
        b"\x8c": _sized("<B", Machine.text),
        b"\x8d": _sized("<Q", Machine.text),
        b"B": _sized("<I", Machine.data),
        b"C": _sized("<B", Machine.data),
        b"\x8e": _sized("<Q", Machine.data),
        b"\x96": _sized("<Q", Machine.data),
        b"\x97": _constant(UNKNOWN),
        b"\x98": lambda machine: machine.stack[-1],
        # collections
        b")": _constant(()),
        b"t": _tuple,
        b"\x85": _tuple_of(1),
        b"\x86": _tuple_of(2),
        b"\x87": _tuple_of(3),
        b"]": _constant(UNKNOWN),
        b"l": _collection,
        b"a": Machine.pop,
        b"e": Machine.to_mark,
        b"}": lambda machine: machine.push({}),
        b"d": _collection,
        b"s": _set_item,
        b"u": _set_items,
        b"\x8f": _constant(UNKNOWN),
        b"\x90": Machine.to_mark,
        b"\x91": _collection,
        # the memo
        b"g": lambda machine: machine.recall(int(machine.stream.line())),
        b"h": lambda machine: machine.recall(machine.number("<B")),
        b"j": lambda machine: machine.recall(machine.number("<I")),
        b"p": lambda machine: machine.remember(int(machine.stream.line())),
        b"q": lambda machine: machine.remember(machine.number("<B")),
        b"r": lambda machine: machine.remember(machine.number("<I")),
        b"\x94": Machine.memoize,
        # what is imported, and what is called
        b"c": _global,
        b"\x93": _stack_global,
        b"i": _instance,
        b"o": _object,
        b"R": _reduce,
        b"\x81": _reduce,
        b"\x92": _new_with_names,
        b"b": Machine.build,
        b"\x82": _extension("<B"),
        b"\x83": _extension("<H"),
        b"\x84": _extension("<i"),
        b"P": _line_as(lambda line: UNKNOWN),
        b"Q": lambda machine: (machine.pop(), machine.push(UNKNOWN)),
    }.items()
}

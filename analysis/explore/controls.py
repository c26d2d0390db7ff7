"""A control for each parameter, made from what its notebook declares and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from analysis.errors import ParameterError
from analysis.explore import widgets
from analysis.moments import LATEST
from analysis.render import parameters
from analysis.render.bounds import Choices, Range
from analysis.render.kinds import Value
from analysis.render.parameters import Parameter

# a slider of more steps than this cannot be set to the number one wants
_STEPS = 200
_ROWS = 6
_WIDE = {"description_width": "9.5rem"}


@dataclass(frozen=True)
class Control:
    """One parameter's control: `widget` holds its value, `remark` what is wrong with it."""

    parameter: Parameter
    widget: Any
    remark: Any

    @property
    def value(self) -> Value:
        """The value chosen, of the parameter's kind; ParameterError when it does not fit."""
        chosen = self.widget.value
        if isinstance(chosen, str):
            return parameters.parse(chosen, self.parameter)
        given = list(chosen) if isinstance(chosen, tuple) else chosen
        return parameters.check({self.name: given}, {self.name: self.parameter}, "")[self.name]

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    def explain(self, reason: str) -> None:
        """Show beside the control why it is refused; nothing when there is no reason."""
        self.remark.value = str(Markup('<b role="alert">{}</b>').format(reason)) if reason else ""

    def row(self) -> Any:
        """Return the control and its remark as one widget."""
        return widgets.load().VBox([self.widget, self.remark])


def control(parameter: Parameter, value: Value) -> Control:
    """Return the control of a parameter, set to a value that fits it."""
    made = _maker(parameter)(parameter, value)
    made.description = parameter.name
    made.description_allow_html = False
    made.tooltip = f"{parameter.meaning} ({parameter.expected})"
    made.style = _WIDE
    made.layout.width = "auto"
    return Control(parameter, made, widgets.load().HTML())


def _maker(parameter: Parameter) -> Callable[[Parameter, Value], Any]:
    match parameter.kind, parameter.bounds:
        case "bool", _:
            return _switch
        case "list", Choices():
            return _several
        case _, Choices():
            return _one_of
        case (("int" | "float"), Range()):
            return _number
        case "date", _:
            return _day
    return _text


def _switch(parameter: Parameter, value: Value) -> Any:  # noqa: ARG001 - as the other makers
    return widgets.load().Checkbox(value=value, indent=True)


def _several(parameter: Parameter, value: Value) -> Any:
    options = _choices(parameter)
    return widgets.load().SelectMultiple(
        options=options, value=tuple(_listed(value)), rows=min(len(options), _ROWS)
    )


def _one_of(parameter: Parameter, value: Value) -> Any:
    return widgets.load().Dropdown(options=_choices(parameter), value=value)


def _number(parameter: Parameter, value: Value) -> Any:
    module, bounds = widgets.load(), parameter.bounds
    assert isinstance(bounds, Range)  # noqa: S101 - _maker has seen to it
    whole, span = parameter.kind == "int", bounds.high - bounds.low
    step = 1 if whole else _step(span)
    limits = {"min": bounds.low, "max": bounds.high, "value": value, "step": step}
    if span / step > _STEPS:
        return (module.BoundedIntText if whole else module.BoundedFloatText)(**limits)
    slider = module.IntSlider if whole else module.FloatSlider
    # a value counts once the handle is let go: a chart is not drawn for each one on the way
    return slider(**limits, continuous_update=False)


def _step(span: float) -> float:
    """Return a step of 1, 5, 10, … or a tenth, … of it that parts a span into 200 steps or less."""
    return next(step for step in (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, span) if span / step <= 200)


def _day(parameter: Parameter, value: Value) -> Any:  # noqa: ARG001 - as the other makers
    return widgets.load().Combobox(
        value=value, options=[LATEST], ensure_option=False, continuous_update=False
    )


def _text(parameter: Parameter, value: Value) -> Any:  # noqa: ARG001 - as the other makers
    written = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return widgets.load().Text(value=written, continuous_update=False)


def _choices(parameter: Parameter) -> list[Any]:
    assert isinstance(parameter.bounds, Choices)  # noqa: S101 - _maker has seen to it
    return list(parameter.bounds.values)


def _listed(value: Value) -> list[Any]:
    return value if isinstance(value, list) else [value]


def chosen(controls: Mapping[str, Control]) -> dict[str, Value]:
    """Return the value of every control by name, with a remark beside each that does not fit.

    Raises ParameterError with the first reason when one does not.
    """
    values, reasons = {}, []
    for name, one in controls.items():
        try:
            values[name] = one.value
            one.explain("")
        except ParameterError as error:
            one.explain(str(error))
            reasons.append(str(error))
    if reasons:
        raise ParameterError(reasons[0])
    return values


def blame(controls: Mapping[str, Control], reason: str) -> None:
    """Show a reason beside the control that it names first, when it names one."""
    named = [name for name in controls if name in reason]
    if named:
        controls[min(named, key=reason.index)].explain(reason)

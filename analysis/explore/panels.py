"""The panel: which report and which of its exhibits, its parameters as controls, what they show."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Thread
from typing import Any

from markupsafe import Markup

from analysis import look, provenance
from analysis.errors import ReportError, SummitError, unknown
from analysis.explore import building, controls, widgets
from analysis.explore.controls import Control
from analysis.explore.steps import Script, script
from analysis.render import sweeps
from analysis.render.catalogue import Report


def panel(report: str = "brief") -> Any:
    """Return the controls of a report and what they show, as one widget.

    ReportError names the nearest report when there is none of that name.

        >>> panel("trade")  # doctest: +SKIP
    """
    known = sweeps.every(provenance.notebooks())
    if report not in known:
        raise ReportError(unknown("report", report, known))
    return Panel(known, report).box


class Panel:
    """The widgets of one panel and how they follow each other; `box` is the whole of it."""

    def __init__(self, reports: dict[str, Report], first: str) -> None:
        ui = widgets.load()
        self.reports = reports
        self.controls: dict[str, Control] = {}
        self.script: Script
        choices = [(f"{name}: {one.title}", name) for name, one in reports.items()]
        self.report = ui.Dropdown(description="report", options=choices, value=first)
        self.step = ui.Dropdown(description="exhibit")
        self.used, self.unused = ui.VBox(), ui.VBox()
        self.button = ui.Button(description="Build HTML and PDF", button_style="primary")
        self.button.layout.width = "max-content"
        self.said, self.shown = ui.HTML(), ui.HTML()
        self.box = self._arranged()
        self.step.observe(self._choose_step, "value")
        self._choose_report()
        self.report.observe(self._choose_report, "value")
        self.button.on_click(self._start)

    def _arranged(self) -> Any:
        """Return the controls at the left and what they show at the right, or below on a phone."""
        ui = widgets.load()
        for one in (self.report, self.step):
            one.layout.width, one.style = "auto", {"description_width": "9.5rem"}
        others = ui.Accordion([self.unused], titles=("Other settings of the report",))
        choosing = ui.VBox(
            [self.report, self.step, self.used, others, self.button, self.said],
            layout=ui.Layout(flex="1 1 22rem", max_width="32rem", min_width="17rem"),
        )
        seeing = ui.Box([self.shown], layout=ui.Layout(flex="2 1 30rem", min_width="17rem"))
        wrapping = ui.Layout(display="flex", flex_flow="row wrap", grid_gap="1.5rem")
        return ui.Box([choosing, seeing], layout=wrapping)

    def _choose_report(self, change: object = None) -> None:  # noqa: ARG002 - ipywidgets gives it
        """Take the controls and the exhibits of the report that is chosen."""
        report = self.reports[self.report.value]
        self.script = script(report.notebook)
        self.controls = {
            name: controls.control(parameter, report.parameters[name])
            for name, parameter in report.declared.items()
        }
        for one in self.controls.values():
            one.widget.observe(self._show, "value")
        self.said.value = ""
        self.step.unobserve(self._choose_step, "value")  # until the new choice is whole
        with self.step.hold_sync():  # in one message: a choice made between two would be lost
            self.step.options = [(step.label, step) for step in self.script.steps]
            self.step.value = self.script.steps[0]
        self.step.observe(self._choose_step, "value")
        self._choose_step()

    def _choose_step(self, change: object = None) -> None:  # noqa: ARG002 - ipywidgets gives it
        """Put the controls that the exhibit depends on before the others."""
        uses = self.step.value.uses
        self.used.children = self._rows(name for name in self.controls if name in uses)
        self.unused.children = self._rows(name for name in self.controls if name not in uses)
        self._show()

    def _rows(self, names: Iterable[str]) -> tuple[Any, ...]:
        return tuple(self.controls[name].row() for name in names)

    def _show(self, change: object = None) -> None:  # noqa: ARG002 - ipywidgets gives it
        """Show the exhibit for the values chosen, or say beside a control why there is none."""
        try:
            values = controls.chosen(self.controls)
            self.shown.value = self.script.result(self.step.value, values)._repr_html_()
        except SummitError as error:
            controls.blame(self.controls, str(error))
            self.shown.value = _remark(str(error))
        except Exception as error:
            self.shown.value = _remark(f"{type(error).__name__}: {error}")

    def _start(self, button: object = None) -> None:  # noqa: ARG002 - ipywidgets gives it
        # beside the kernel's own thread, so that the controls and the account stay alive
        Thread(target=self._build, daemon=True).start()

    def _build(self) -> None:
        """Build the report as it is set, saying what happens, and offer the files."""
        self.button.disabled = True
        try:
            self._say(f"Building {self.report.value} …")
            values = controls.chosen(self.controls)
            files = building.run(self.report.value, values, self._say)
            self.said.value = building.links(files)._repr_html_()
        except SummitError as error:
            self._say(str(error))
        finally:
            self.button.disabled = False

    def _say(self, text: str) -> None:
        self.said.value = _remark(text)


def _remark(text: str) -> str:
    return look.styled(Markup('<p role="status">{}</p>').format(text))

"use strict";
// Without this script every report is listed. It reads text and hides; it never writes markup.
const form = document.querySelector("form");
if (form) {
  const said = form.querySelector("[role=status]");
  const search = form.querySelector("input");
  const selects = [...form.querySelectorAll("select")];
  const reports = [...document.querySelectorAll(".reports > article")].map(article => ({
    article,
    text: article.textContent.toLowerCase(),
    values: new Map([...article.querySelectorAll("dt")].map(
      term => [term.textContent, term.nextElementSibling.textContent])),
  }));
  const agrees = (report, select) => {
    if (select.selectedIndex < 1) return true;
    const { parameter } = select.dataset;
    const value = parameter === undefined ? report.article.dataset.status : report.values.get(parameter);
    return value === select.value;
  };
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const report of reports) {
      const wanted = words.every(word => report.text.includes(word))
        && selects.every(select => agrees(report, select));
      report.article.hidden = !wanted;
      shown += wanted;
    }
    for (const section of document.querySelectorAll("section")) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    said.textContent = `${shown} of ${reports.length} reports shown`;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show)); // the fields are empty only after it
  form.addEventListener("submit", event => event.preventDefault());
  form.hidden = false;
  show();
}

"use strict";
(() => {
  const form = document.querySelector(".filters");
  const cases = [...document.querySelectorAll(".case")].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    tags: JSON.parse(element.dataset.tags),
    verdict: element.dataset.verdict,
  }));
  const words = document.getElementById("words");
  const tag = document.getElementById("tag");
  const unfold = document.getElementById("unfold");

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = [...form.querySelectorAll("input[name=verdict]:checked")].map((box) => box.value);
    let shown = 0;
    for (const one of cases) {
      const fits = verdicts.includes(one.verdict)
        && (!tag.value || one.tags.includes(tag.value))
        && wanted.every((word) => one.text.includes(word));
      one.element.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    document.getElementById("shown").textContent = `${shown} of ${cases.length}`;
    document.getElementById("none").hidden = shown > 0;
  };

  const open = (state) => cases.forEach((one) => { one.element.open = state; });
  unfold.addEventListener("click", () => {
    const state = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(state));
    unfold.textContent = state ? "Fold" : "Unfold";
    open(state);
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  let before = [];
  addEventListener("beforeprint", () => {
    before = cases.filter((one) => one.element.open);
    open(true);
  });
  addEventListener("afterprint", () => {
    open(false);
    before.forEach((one) => { one.element.open = true; });
  });
  form.hidden = false;
})();

// What only the browser can do: follow links without loading the page again, copy the address,
// and make pictures of charts. Everything listens on the document, so pages need only markup:
//   <a data-go>                                     a link inside the dashboard
//   <a data-go data-to="#id">                       one that shows what it opens further down
//   <button data-copy>                              copies the address of the view
//   <button data-picture="svg" data-chart data-words>   saves the chart in .st-key-<data-chart>
// It also leads the keyboard to the heading of a page, says in our words when the server is gone, and
// brings whoever goes back to where they were, and whoever saves to what was said of it.
// Whoever opens a shared link and has to sign in first comes back to that link (.st-key-door).
const places = new Map();  // address of a page that was left -> where on it, and by which link
const keyOf = (address) => {
  const query = new URL(address, document.baseURI).searchParams;
  query.sort();
  return query.toString();
};

export default function (component) {
  const { setStateValue, data } = component;
  const mainOf = () => document.querySelector('[data-testid="stMain"]');
  const appOf = () => document.querySelector('[data-testid="stApp"]');

  const follow = (link) => {
    const main = mainOf();
    const place = link.closest("p.back") && places.get(keyOf(link.href));
    if (main) places.set(keyOf(location.href), { top: main.scrollTop, by: keyOf(link.href) });
    history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (link.dataset.to) show(link.dataset.to, 50);
    else if (main) main.scrollTo(0, 0);
    if (place) comeBack(place, 100, 0);
  };

  // The list that somebody comes back to is drawn anew: as soon as the link that they left by is
  // there, it is where it was, and when all is drawn it has the focus. Any move of theirs ends this.
  let returning;
  const comeBack = (place, turns, quiet) => {
    clearTimeout(returning);
    const main = mainOf(), app = appOf();
    const by = [...document.querySelectorAll(".stMain a[data-go]")]
      .find((each) => keyOf(each.href) === place.by);
    if (by && main) main.scrollTo(0, place.top);
    const still = app && app.dataset.testScriptState === "notRunning";
    if (still && quiet >= 3) {
      if (by) by.focus({ preventScroll: true });
      else landIfLost(1, 3);
    } else if (turns) {
      returning = setTimeout(() => comeBack(place, turns - 1, still ? quiet + 1 : 0), 100);
    }
  };
  const moved = () => clearTimeout(returning);
  const wentBack = (event) => {
    if (!event.isTrusted) return;
    const place = places.get(keyOf(location.href));
    if (place) comeBack(place, 100, 0);
    else landIfLost(100, 0);
  };
  window.addEventListener("popstate", wentBack);
  for (const kind of ["wheel", "touchmove", "pointerdown"]) {
    document.addEventListener(kind, moved, { passive: true });
  }

  // What a link opens is drawn by the server; until it is there the page stays where it is.
  const show = (place, turns) => {
    const found = document.querySelector(place);
    if (found) {
      found.scrollIntoView({ block: "start" });
      if (found.hasAttribute("tabindex")) found.focus({ preventScroll: true });
    }
    else if (turns) setTimeout(() => show(place, turns - 1), 100);
  };

  // Focus goes to the heading of the page: past the navigation, and to what a key has opened.
  const land = () => {
    const heading = document.querySelector("h1.kicker");
    if (!heading) return;
    heading.setAttribute("tabindex", "-1");
    heading.focus();
  };

  // A link or button that was pressed with a key may be gone when its page is drawn, and the focus
  // with it: the next Tab would begin at the top of the window, and nothing be said.
  let landing;
  const landIfLost = (turns, quiet) => {
    clearTimeout(landing);
    const app = appOf();
    const still = app && app.dataset.testScriptState === "notRunning";
    if (document.activeElement === document.body && still && quiet >= 3) land();
    else if (turns) landing = setTimeout(() => landIfLost(turns - 1, still ? quiet + 1 : 0), 100);
  };

  // A pop-over is drawn at the end of the window, where no Tab from its button would lead: a key that
  // opens it goes into it, and a Tab beyond its ends closes it and is back at its button.
  const OPENED = '[data-testid="stPopoverButton"][aria-expanded="true"]';
  const FIELDS = 'button:not([tabindex="-1"]), input, textarea, a[href], [tabindex="0"]';
  const fieldsOf = (body) => [...body.querySelectorAll(FIELDS)]
    .filter((each) => !each.disabled && each.tabIndex >= 0 && each.getClientRects().length);
  const enter = (button, turns) => {
    const body = document.querySelector('[data-testid="stPopoverBody"]');
    if (document.activeElement !== button) return;
    if (body && button.matches(OPENED)) {
      body.setAttribute("tabindex", "-1");  // its fields may still be on their way
      body.focus();
    } else if (turns) setTimeout(() => enter(button, turns - 1), 50);
  };
  const leave = (event) => {
    const body = event.target.closest && event.target.closest('[data-testid="stPopoverBody"]');
    if (event.key !== "Tab" || !body) return;
    const fields = fieldsOf(body);
    const last = event.shiftKey ? fields[0] : fields[fields.length - 1];
    // A row of choices is one stop: whichever of its buttons has the focus, the row is left at once.
    const row = last && last.closest('[data-testid="stButtonGroup"] [role]');
    const isInRow = row && row.contains(event.target);
    const isAtEdge = event.target === last || (event.shiftKey && event.target === body);
    if (!isAtEdge && !isInRow) return;
    const button = document.querySelector(OPENED);
    if (!button) return;
    event.preventDefault();
    button.click();
    button.focus();
  };

  const say = (button, words) => {
    const status = button.parentElement.querySelector("[role=status]");
    if (!status) return;
    status.textContent = words;
    status.classList.remove("unseen");
    setTimeout(() => { status.textContent = ""; status.classList.add("unseen"); }, 4000);
  };

  const copy = async (button) => {
    const address = location.href;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Without permission for the clipboard (http on another machine) the old way still works.
      const field = document.createElement("textarea");
      field.value = address;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    say(button, button.dataset.copy);
  };

  let library;
  const plotly = (address) => {
    library = library || new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(address, document.baseURI).href;
      script.onload = () => done(window.Plotly);
      script.onerror = () => { library = undefined; failed(new Error(address)); };
      document.head.append(script);
    });
    return library;
  };

  // A text is broken where it would leave the picture; a viewer may set it in a wider face than ours.
  const broken = (text, width, size) => {
    const most = Math.max(20, Math.floor(width / (size * 0.62)));
    const lines = [""];
    for (const word of text.split(" ")) {
      const line = lines[lines.length - 1];
      if (line && line.length + 1 + word.length > most) lines.push(word);
      else lines[lines.length - 1] = line ? line + " " + word : word;
    }
    return lines.map((line) => line.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
  };

  // The code of a chart comes after the words around it: whoever is quicker waits for it.
  const drawnChart = (name, turns) => new Promise((done, failed) => {
    const chart = document.querySelector(`.st-key-${name} .js-plotly-plot`);
    if (chart && chart.layout) done(chart);
    else if (turns) setTimeout(() => drawnChart(name, turns - 1).then(done, failed), 100);
    else failed(new Error(name));
  });

  const picture = async (button) => {
    const words = JSON.parse(button.dataset.words);
    const Plotly = await plotly(words.library);
    const chart = await drawnChart(button.dataset.chart, 100);
    const layout = JSON.parse(JSON.stringify(chart.layout));
    const width = Math.max(chart.clientWidth, 480), edge = 16;
    const title = broken(words.title, width - 2 * edge, 19);
    const filters = broken(words.filters, width - 2 * edge, 14);
    const foot = broken(words.foot, width - 2 * edge, 11.5);
    const above = 30 + title.length * 25 + filters.length * 19, below = 24 + foot.length * 16;
    const margin = layout.margin || {};
    const height = chart.clientHeight + above + below;
    const ink = layout.font && layout.font.color;
    const line = (lines, top, size, bold) => ({
      text: bold ? lines.map((each) => `<b>${each}</b>`).join("<br>") : lines.join("<br>"),
      xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "top", align: "left",
      xshift: edge - (margin.l || 0), yshift: (margin.t || 0) + above - top, showarrow: false,
      font: { size, color: ink, family: layout.font && layout.font.family },
    });
    layout.annotations = [
      ...(layout.annotations || []),
      line(title, 14, 19, true),
      line(filters, 18 + title.length * 25, 14, false),
      line(foot, height - below + 14, 11.5, false),
    ];
    layout.margin = { ...margin, t: (margin.t || 0) + above, b: (margin.b || 0) + below };
    Object.assign(layout, { width, height, autosize: false, selections: [] });
    const drawn = document.createElement("div");
    Object.assign(drawn.style, { position: "absolute", left: "-9999px", top: "0" });
    document.body.append(drawn);
    try {
      // The traces as they are drawn, without what is selected.
      const traces = chart.data.map((trace) => ({ ...trace, selectedpoints: null }));
      await Plotly.newPlot(drawn, traces, layout, { staticPlot: true });
      const scale = button.dataset.picture === "png" ? 2 : 1;
      await Plotly.downloadImage(drawn, {
        format: button.dataset.picture, filename: words.name, width, height, scale,
      });
    } finally {
      Plotly.purge(drawn);
      drawn.remove();
    }
  };

  // The ticks of events are drawings without a keyboard. Each chart gets one tab stop for them;
  // the arrow keys go from tick to tick, and the words of the one in focus are shown and spoken.
  const ticksOf = (chart) => [...chart.querySelectorAll(".scatterlayer .trace")]
    .filter((each) => each.__data__ && each.__data__[0].trace.name === "events")
    .flatMap((each) => {
      const words = each.__data__[0].trace.hovertext || [];
      return [...each.querySelectorAll("path.point")].map((tick, i) => [tick, words[i] || ""]);
    });
  const spoken = (words) => {
    const bare = document.createElement("p");
    bare.innerHTML = words.replace(/<br>/, ". ").replace(/<br>/, ". ")
      .replace(/<br>/g, " ").replace(/<[^>]*>/g, "");
    return bare.textContent;
  };
  const reach = () => document.querySelectorAll(".js-plotly-plot").forEach((chart) => {
    ticksOf(chart).forEach(([tick, words], i) => {
      if (tick.hasAttribute("tabindex")) return;
      tick.setAttribute("tabindex", i ? "-1" : "0");
      tick.setAttribute("role", "img");
      tick.setAttribute("aria-label", spoken(words));
    });
  });
  // Streamlit asks whether the internet is there; the words that help are ours.
  const explainLoss = () => {
    const app = appOf();
    const told = document.querySelector('.stDialog [role="dialog"]');
    if (!told || !app || app.dataset.testConnectionState === "CONNECTED" || !data.lost) return;
    const [title, words] = data.lost;
    const heading = told.querySelector("h2");
    const body = heading && heading.nextElementSibling;
    for (const [place, text] of [[heading, title], [body && body.firstElementChild, words]]) {
      const node = place && place.firstChild;
      if (node && node.nodeType === Node.TEXT_NODE && node.nodeValue !== text) node.nodeValue = text;
    }
  };
  // Streamlit gives the place for files both a name and the role of mere decoration, which contradict
  // each other for a screen reader (axe: presentation-role-conflict; seen with 1.67).
  const mend = () => document.querySelectorAll(
    'section[data-testid="stFileUploaderDropzone"][role="presentation"]',
  ).forEach((each) => each.setAttribute("role", "group"));
  // What became of a press of a button is told above the form; its end may be far below.
  let told = "";
  const showNotice = () => {
    const notice = document.querySelector(".stMain p.notice");
    const words = notice ? notice.textContent : "";
    if (words && words !== told) {
      const { top, bottom } = notice.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight) notice.scrollIntoView({ block: "center" });
    }
    told = words;
  };
  const point = (tick, kind) => {
    const box = tick.getBoundingClientRect();
    const chart = tick.closest(".js-plotly-plot");
    const layer = chart.querySelector('.nsewdrag[data-subplot="xy21"]');
    const place = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    if (layer) layer.dispatchEvent(new MouseEvent(kind, { bubbles: true, ...place }));
  };
  const isTick = (target) => target.matches && target.matches("path.point[tabindex]");
  const focused = (event) => { if (isTick(event.target)) point(event.target, "mousemove"); };
  const left = (event) => { if (isTick(event.target)) point(event.target, "mouseout"); };
  const pressed = (event) => {
    moved();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !isTick(event.target)) return;
    const ticks = ticksOf(event.target.closest(".js-plotly-plot")).map(([tick]) => tick);
    const next = ticks[ticks.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    event.target.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  };
  // A chart is drawn as wide as the window; paper is narrower and would cut it.
  const PAPER = 690;
  const printing = () => document.querySelectorAll('[class*="st-key-figure_"]').forEach((each) => {
    each.style.setProperty("--paper-zoom", Math.min(1, PAPER / each.clientWidth));
  });
  window.addEventListener("beforeprint", printing);
  let waiting = 0;
  // Not put off by the next change: a page that goes on changing is mended all the same.
  const watcher = new MutationObserver(() => {
    mend();
    waiting = waiting || setTimeout(() => { waiting = 0; reach(); explainLoss(); showNotice(); }, 250);
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  mend();
  reach();
  document.addEventListener("focusin", focused);
  document.addEventListener("focusout", left);
  document.addEventListener("keydown", pressed);
  document.addEventListener("keydown", leave, true);

  // The identity provider sends everybody back to the plain address; the window keeps the rest.
  const LINK = "stance-link";
  const kept = sessionStorage.getItem(LINK);
  // On the page of the door itself, which this script may meet twice, the link is still waiting.
  if (kept && !location.search) {
    sessionStorage.removeItem(LINK);
    history.replaceState({}, "", location.pathname + kept);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }

  const clicked = (event) => {
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (other || !event.target.closest) return;
    if (event.target.closest('.st-key-door [class*="st-key-sign_in"] button')) {
      sessionStorage.setItem(LINK, location.search);
    }
    if (event.target.closest('[data-testid="stSkipToContent"]')) {
      event.preventDefault();  // it would lead to the navigation, with which the page begins
      land();
      return;
    }
    const isKey = event.detail === 0 && event.isTrusted;
    if (isKey && event.target.closest("a[data-go], .stMain button")) landIfLost(100, 0);
    const opener = event.target.closest('[data-testid="stPopoverButton"]');
    if (isKey && opener) enter(opener, 20);
    const link = event.target.closest("a[data-go]");
    const button = event.target.closest("button[data-picture], button[data-copy]");
    if (link) {
      event.preventDefault();
      follow(link);
    } else if (button && button.dataset.picture) {
      const status = button.parentElement.querySelector("[role=status]");
      button.setAttribute("aria-busy", "true");
      picture(button)
        .catch(() => say(button, status ? status.dataset.said : ""))
        .finally(() => button.removeAttribute("aria-busy"));
    } else if (button) {
      copy(button);
    }
  };
  document.addEventListener("click", clicked);

  // A narrow or touched screen is told to Python once, so that figures can be drawn for it.
  const narrow = window.matchMedia("(max-width: 720px)");
  const coarse = window.matchMedia("(pointer: coarse)");
  const tell = () => {
    const found = (narrow.matches ? "narrow " : "wide ") + (coarse.matches ? "touch" : "mouse");
    if (found !== (data && data.known)) setStateValue("screen", found);
  };
  narrow.addEventListener("change", tell);
  tell();
  // A machine that turns dark at dusk changes the browser's own parts at once, but charts and colours
  // of ours only with the next drawing, which nobody would ask for.
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const turn = () => setTimeout(() => setStateValue("scheme", dark.matches ? "dark" : "light"), 150);
  dark.addEventListener("change", turn);
  // Until now a press of our buttons would have been lost (style.css lets none through before).
  document.documentElement.dataset.stance = "listening";
  return () => {
    delete document.documentElement.dataset.stance;
    watcher.disconnect();
    window.removeEventListener("beforeprint", printing);
    clearTimeout(waiting);
    clearTimeout(landing);
    clearTimeout(returning);
    window.removeEventListener("popstate", wentBack);
    for (const kind of ["wheel", "touchmove", "pointerdown"]) {
      document.removeEventListener(kind, moved);
    }
    document.removeEventListener("focusin", focused);
    document.removeEventListener("focusout", left);
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("keydown", leave, true);
    document.removeEventListener("click", clicked);
    narrow.removeEventListener("change", tell);
    dark.removeEventListener("change", turn);
  };
}

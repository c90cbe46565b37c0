(function () {
  "use strict";
  const report = JSON.parse(document.getElementById("report").textContent);
  const palette = ["#3b82c4", "#e08a3c", "#2a9d78", "#a66bc2", "#c9504a", "#8a8f3c", "#4fb0c6", "#8b6b4f"];
  const families = report.families.filter((f) => f.family !== "all");
  const colour = (name) => palette[Math.max(0, families.findIndex((f) => f.family === name)) % palette.length];
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const charts = [];

  function tone(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function draw(id, config) {
    const canvas = document.getElementById(id);
    if (canvas) charts.push(new Chart(canvas, config));
  }

  function axes(x, y, more) {
    const axis = (title) => ({ title: { display: title !== "", text: title }, grid: { color: tone("--line") } });
    const options = {
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: "index", intersect: false },
      scales: { x: axis(x), y: Object.assign(axis(y), { beginAtZero: true }) },
      plugins: { legend: { position: "bottom", labels: { boxWidth: 12 } } },
    };
    return Object.assign(options, more || {});
  }

  function histogram(id, data, title) {
    const digits = data.edges.some((e) => Math.abs(e) % 1 > 1e-9) ? 2 : 0;
    const labels = data.edges.slice(0, -1).map((edge, i) =>
      edge.toFixed(digits) + " to " + data.edges[i + 1].toFixed(digits));
    const options = axes(title, "episodes");
    options.scales.x.stacked = true;
    options.scales.y.stacked = true;
    options.scales.y.ticks = { precision: 0 };
    options.scales.x.ticks = { callback: (_, i) => data.edges[i].toFixed(digits), maxRotation: 0, autoSkip: true };
    const datasets = Object.keys(data.counts).map((name) => ({
      label: name, data: data.counts[name], backgroundColor: colour(name), categoryPercentage: 1, barPercentage: 0.92,
    }));
    draw(id, { type: "bar", data: { labels, datasets }, options });
  }

  function passRates() {
    const options = axes("", "pass rate");
    options.scales.y.max = 1;
    options.scales.y.ticks = { callback: (v) => Math.round(v * 100) + "%" };
    options.plugins.legend.display = false;
    options.plugins.tooltip = { callbacks: { label: (item) => {
      const f = families[item.dataIndex];
      return f.passed + " of " + f.judged + " judged passed";
    } } };
    draw("pass-rates", { type: "bar", options, data: {
      labels: families.map((f) => f.family),
      datasets: [{ data: families.map((f) => f.pass_rate), backgroundColor: families.map((f) => colour(f.family)), maxBarThickness: 90, borderRadius: 4 }],
    } });
  }

  function progress() {
    const curves = report.charts.progress;
    const names = Object.keys(curves);
    const points = names.length ? curves[names[0]].length : 0;
    const labels = Array.from({ length: points }, (_, i) => Math.round((i * 100) / (points - 1)) + "%");
    const options = axes("share of the episode's tokens", "mean share of tests passed");
    options.scales.y.max = 1;
    options.scales.x.ticks = { maxRotation: 0, autoSkip: true, maxTicksLimit: 6 };
    draw("progress", { type: "line", options, data: { labels, datasets: names.map((name) => ({
      label: name, data: curves[name], borderColor: colour(name), backgroundColor: colour(name),
      pointRadius: 0, borderWidth: 2, stepped: true,
    })) } });
  }

  function seen() {
    const rows = report.failures.map((s) => ["failure: " + s.kind, s.episodes, "--bad"])
      .concat(report.flags.map((s) => ["flag: " + s.kind, s.episodes, "--accent"]));
    const options = axes("episodes", "");
    options.indexAxis = "y";
    options.scales.x.ticks = { precision: 0 };
    options.plugins.legend.display = false;
    draw("seen", { type: "bar", options, data: {
      labels: rows.map((r) => r[0]),
      datasets: [{ data: rows.map((r) => r[1]), backgroundColor: rows.map((r) => tone(r[2])), maxBarThickness: 28, borderRadius: 4 }],
    } });
  }

  function time() {
    const spent = report.time_spent;
    const names = Object.keys(spent);
    const options = axes("seconds over all episodes", "");
    options.indexAxis = "y";
    options.plugins.legend.display = false;
    draw("time", { type: "bar", options, data: {
      labels: names,
      datasets: [{ data: names.map((n) => spent[n]), backgroundColor: names.map((_, i) => palette[(i + 4) % palette.length]), maxBarThickness: 34, borderRadius: 4 }],
    } });
  }

  function all() {
    charts.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.color = tone("--quiet");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    passRates();
    histogram("scores", report.charts.scores, "reward");
    histogram("durations", report.charts.durations, "seconds");
    progress();
    seen();
    time();
  }

  all();
  dark.addEventListener("change", all);
})();
